"""Search, suggestions, and the part of the header that belongs to one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


def search(request: HttpRequest) -> HttpResponse:
    """Listings that match `q`."""
    return render(request, "home/search.html", {"query": request.GET.get("q", "")})


def suggest(request: HttpRequest) -> HttpResponse:
    """At most eight suggestions."""
    return render(request, "components/suggestions.html", {"groups": []})


@never_cache
def personal(request: HttpRequest) -> HttpResponse:
    """Cart count, account and messages; never cached."""
    return render(request, "components/personal.html", {"cart_count": len(request.session.get("cart", []))})

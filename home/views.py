"""Search, suggestions, and the part of the header that belongs to one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.search import results
from home.suggestions import suggest as suggestions_for
from products.wishing import marks


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Listings that match `q`, with facets."""
    return results(request, reverse("search"))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """At most eight suggestions, as a listbox."""
    response = render(request, "components/suggestions.html", suggestions_for(request.GET.get("q", "")))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
def personal(request: HttpRequest) -> HttpResponse:
    """Account, cart, and what is wished and followed; never cached."""
    person = request.user
    account = None
    if person.is_authenticated:
        account = {"name": str(person), "initials": person.initials, "url": reverse("account")}
    cart_count = len(request.session.get("cart", []))
    context = {"account": account, "cart_count": cart_count, "marks": marks(request)}
    return render(request, "components/personal.html", context)

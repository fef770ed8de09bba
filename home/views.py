"""Search, suggestions, and the part of the header that belongs to one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home import context
from home.search import results
from home.suggestions import suggest as suggestions_for


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
    return render(request, "components/personal.html", context.of(request))

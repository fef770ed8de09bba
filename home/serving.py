"""Wagtail's page view, with the short way to a page tried first."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail import views

from home.routing import straight


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at an address; view restrictions and Wagtail's hooks apply as always.

    A page that stands in the visitor's language at another address is shown there.
    """
    found = straight(path)
    if found and found.moved_to:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{found.moved_to}?{query}" if query else found.moved_to)
    if found:
        request.translated = found.translated  # type: ignore[attr-defined]
        request._wagtail_route_for_request = found.route  # type: ignore[attr-defined]
    return views.serve(request, path)

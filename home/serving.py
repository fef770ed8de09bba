"""Wagtail's page view, with the short way to a page tried first."""

from django.http import HttpRequest, HttpResponse
from wagtail import views

from home.routing import straight


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at an address; view restrictions and Wagtail's hooks apply as always."""
    result = straight(path)
    if result:
        request._wagtail_route_for_request = result  # type: ignore[attr-defined]
    return views.serve(request, path)

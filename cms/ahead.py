"""What browsers may fetch before somebody has chosen it: pages that show, and nothing that does or counts."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.cache import cache_control

PAGES = "wagtail_serve"
RULES_PATH = "/speculation-rules.json"
WITHOUT_QUERY = {"not": {"href_matches": "/*\\?(.+)"}}


def _rule(selector: str) -> dict:
    """Links by where they stand, not by address: editors name the pages. Moderate: after a moment's hover."""
    where = {"and": [{"selector_matches": selector}, WITHOUT_QUERY]}
    return {"source": "document", "where": where, "eagerness": "moderate"}


RULES = {
    "prerender": [_rule(".card__title a")],
    "prefetch": [_rule(".card__seller a, .breadcrumb a, .shelf a, .seller__name a")],
}


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks on its own, before the visitor has chosen the page (and perhaps never will)."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" in purpose


def not_yet() -> HttpResponse:
    """The refusal that makes a browser ask again when the visitor comes; nothing is kept, nothing logged."""
    answer = HttpResponse(status=503, headers={"Cache-Control": "no-store"})
    answer._has_been_logged = True  # type: ignore[attr-defined]  # it is no fault
    return answer


@cache_control(max_age=24 * 3600, public=True)
def rules(request: HttpRequest) -> HttpResponse:
    """The speculation rules that the header names."""
    return HttpResponse(json.dumps(RULES), content_type="application/speculationrules+json")


class AheadMiddleware:
    """Names the rules on every page, and lets nothing but pages be opened ahead of time, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # What an opened page loads is asked for in earnest by its own rules: only documents are held back.
        is_document = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if is_document and is_ahead(request) and not _is_page(request):
            return not_yet()
        response = self.get_response(request)
        is_html = response.get("Content-Type", "").startswith("text/html")
        if is_html and not request.path_info.startswith("/admin/"):
            response["Speculation-Rules"] = f'"{RULES_PATH}"'
        return response


def _is_page(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).url_name == PAGES
    except Resolver404:
        return False

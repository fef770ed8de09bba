"""The shop without a network: a service worker that keeps its shell and one page that says so.

The worker stores the files listed here when it is installed, and never anything afterwards: what a person
saw cannot be in it. Each version has a cache of its own and clears away those before it.
"""

import hashlib
import json
from copy import copy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from cms import sheet
from cms.languages import CODES, localized, prefix_of, speaking
from cms.models import BrandSettings

STATIC = Path(__file__).parent / "static"
FILES = ("fonts/commissioner-core.woff2", "icons.svg", "covers.svg", "favicon.svg", "js/site.js")
ELEMENTS = sorted(f"js/elements/{path.name}" for path in (STATIC / "js/elements").glob("*.js"))
ICONS = {"app/icon-192.png": "any", "app/icon-512.png": "any", "app/maskable-512.png": "maskable"}
LIMESTONE = "#f6f4f0"  # --stone of the tokens, for the frame that the system draws


def shell(request: HttpRequest) -> list[str]:
    """What the worker keeps. site.js asks for its elements by their plain names, so those stand here."""
    files = [static(name) for name in FILES] + [f"{settings.STATIC_URL}{name}" for name in ELEMENTS]
    return [*pages().values(), sheet.address(request), *files]


def pages() -> dict[str, str]:
    """What is shown without a network, by the first part of the address that was asked for."""
    return {prefix_of(code).lstrip("/"): localized(reverse("offline"), code) for code in CODES}


def version(request: HttpRequest) -> str:
    """Another one as soon as a file of the shell, the brand or the offline page's words are others."""
    named = [sheet.address(request), *(static(name) for name in (*FILES, *ELEMENTS))]
    brand = BrandSettings.shown_on(request)
    nobody = copy(request)
    nobody.COOKIES = {}
    told = json.dumps([named, brand, _said(nobody)], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _said(request: HttpRequest) -> list[str]:
    said = []
    for code in CODES:
        with speaking(code):
            said.append(render(request, "cms/offline.html").content.decode())
    return said


@cache_control(no_cache=True, public=True)
def worker(request: HttpRequest) -> HttpResponse:
    """/sw.js; where the setting is off, a worker that clears up after its predecessors and leaves."""
    if not settings.SERVICE_WORKER:
        return render(request, "cms/worker_leaves.js", content_type="text/javascript")
    facts = {"shell": shell(request), "offline": pages(), "version": version(request)}
    return render(request, "cms/worker.js", {"facts": json.dumps(facts)}, content_type="text/javascript")


@cache_control(no_cache=True, public=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a network: the same for everybody, for the worker keeps it."""
    return render(request, "cms/offline.html")


@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest: the shop on a home screen."""
    brand = BrandSettings.shown_on(request)
    facts: dict[str, Any] = {
        "name": " · ".join(filter(None, [brand["name"], brand["tagline"]])),
        "short_name": brand["name"],
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": LIMESTONE,
        "theme_color": LIMESTONE,
        "icons": [
            {"src": static(name), "type": "image/png", "sizes": _size(name), "purpose": purpose}
            for name, purpose in ICONS.items()
        ],
        "shortcuts": [
            {"name": label, "url": reverse(name)}
            for name, label in (("library", _("Library")), ("cart", _("Cart")))
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


def _size(name: str) -> str:
    pixels = name.rpartition("-")[2].partition(".")[0]
    return f"{pixels}x{pixels}"

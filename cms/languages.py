"""In which language a page speaks: its address says it. `/library/` is English, `/de/library/` German.

The prefix is taken off before anything else reads the path, so every rule about paths holds in every
language, and it stands in front of every address made meanwhile: it is the script prefix of the request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request

COOKIE = settings.LANGUAGE_COOKIE_NAME
MAIN = settings.LANGUAGE_CODE
CODES = tuple(code for code, _name in settings.LANGUAGES)
OTHERS = tuple(code for code in CODES if code != MAIN)
YEAR = 365 * 24 * 3600

# The same in every language: machines read them, and the admin asks each person.
WITHOUT = (
    *("/admin/", "/static/", "/media/", "/stripe/", "/stripe-test/", "/theme/", "/shop.", "/healthz"),
    *("/readyz", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/sitemap-", "/feed/", "/outbox/", "/style/"),
    *("/sw.js", "/api/", "/.well-known/", "/speculation-rules.json"),
)


def plain(path: str) -> str:
    """An address of ours without its language."""
    return _parted(path)[1]


def localized(path: str, code: str) -> str:
    """The same address in another language."""
    return prefix_of(code) + plain(path)


def here(path: str) -> str:
    """A plain path of ours in the language that is being spoken; what is absolute stays as it is."""
    return get_script_prefix().rstrip("/") + plain(path) if path.startswith("/") else path


def prefix_of(code: str) -> str:
    """What stands in front of a path: nothing for the first language."""
    return f"/{code}" if code in OTHERS else ""


def known(code: str | None) -> str:
    """The code where the shop speaks that language, else the first one's."""
    return code if code in CODES else MAIN


def spoken() -> str:
    """The language of this request or mail; the first one where nobody has said."""
    return known(translation.get_language())


def _parted(path: str) -> tuple[str, str]:
    """("de", "/library/") of "/de/library/"; ("", path) of an address without a prefix."""
    first, _slash, rest = path[1:].partition("/")
    return (first, f"/{rest}") if path[:1] == "/" and first in OTHERS else ("", path)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Words and addresses made meanwhile are of this language."""
    before = get_script_prefix()
    with translation.override(known(code)):
        set_script_prefix(f"{prefix_of(code)}/")
        try:
            yield
        finally:
            set_script_prefix(before)


class LanguageMiddleware:
    """Stands outside the kept pages, whose key has the whole path and with it the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code, path = _parted(request.path_info)
        if code and path.startswith(WITHOUT) and request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(path + _query(request))
        wished = get_language_from_request(request)
        if not code and wished in OTHERS and _is_visit(request):
            return _elsewhere(request, wished)
        spoken = code or (wished if path.startswith("/admin/") else MAIN)
        request.path_info = path
        request.LANGUAGE_CODE = spoken  # type: ignore[attr-defined]
        with speaking(code) if code else translation.override(spoken):
            response = self.get_response(request)
        response.setdefault("Content-Language", spoken)
        return response


def _is_visit(request: HttpRequest) -> bool:
    """A browser asks for a page at an address that names no language."""
    return (
        request.method == "GET"
        and not request.path_info.startswith(WITHOUT)
        and not getattr(request, "is_dummy", False)
        and "HX-Request" not in request.headers
        and "text/html" in request.headers.get("Accept", "")
    )


def _elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """To the same page in the visitor's language; nothing between may keep this answer for others."""
    path = "/" + request.path_info.lstrip("/")  # never to another host
    response = HttpResponseRedirect(localized(path, code) + _query(request))
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _query(request: HttpRequest) -> str:
    asked = request.META.get("QUERY_STRING", "")
    return f"?{asked}" if asked else ""


def remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """The visitor's own choice, in a cookie that says nothing else."""
    response.set_cookie(COOKIE, known(code), max_age=YEAR, samesite="Lax", secure=request.is_secure())


def way_back(request: HttpRequest, code: str) -> str:
    """The page a form named as `next`, in that language; else the front page."""
    asked = request.POST.get("next", "/")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(asked, hosts, require_https=request.is_secure()):
        asked = "/"
    parts = urlsplit(asked)
    path = localized("/" + parts.path.lstrip("/"), code)
    return f"{path}?{parts.query}" if parts.query else path


class AddressField(models.CharField):
    """A path of ours, kept plain; whoever reads it gets it in the language that is being spoken."""

    def from_db_value(self, value: str | None, *_about: Any) -> str | None:
        return here(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        told = super().get_prep_value(value)
        return plain(told) if isinstance(told, str) else told

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

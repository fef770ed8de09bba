"""Whole pages for anonymous visitors, kept in two tiers: seconds in the process, minutes in the shared cache.

A page is stored only when its answer depends on no cookie: whatever touches the session, the user or a token
says `Vary: Cookie`, and views that must not be kept say `no-store`. The theme cookie is part of the key.
"""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import has_vary_header, patch_cache_control

from cms.origin import is_arrival

SHARED_SECONDS = 300
PROCESS_SECONDS = 2.0
MOST_IN_PROCESS = 500
LONGEST_QUERY = 200
VERSION_KEY = "pagecache-version"
KEPT_TYPES = ("text/html", "text/css", "application/xml", "text/plain", "application/atom+xml")
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
ENCODINGS = ("br", "gzip")
OWN_HEADERS = ("X-Request-ID", "X-Cache")

_near: OrderedDict[str, tuple[float, tuple]] = OrderedDict()


def purge() -> None:
    """Forget every page once the present transaction commits; other processes follow within seconds."""
    transaction.on_commit(_purge_now)


def forget_in_process() -> None:
    """Empty this process's own tier."""
    _near.clear()


def _purge_now() -> None:
    forget_in_process()
    cache.set(VERSION_KEY, time.time_ns(), None)


class PageCacheMiddleware:
    """Stands near the outside, so that a kept page costs neither a query nor a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if not key:
            return _of_one(request, self.get_response(request))
        kept = _near_get(key) or _far_get(key)
        if kept:
            return _answer(kept)
        version = cache.get(VERSION_KEY)
        response = self.get_response(request)
        if may_be_kept(response):
            _keep(key, version, response)
        response["X-Cache"] = "MISS"
        return response


def _of_one(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever has a session stands in the header of their page: no cache on the way may hand it to others."""
    is_personal = any(name in request.COOKIES for name in PERSONAL_COOKIES)
    is_page = response.get("Content-Type", "").startswith("text/html")
    if is_personal and is_page and "Cache-Control" not in response:
        patch_cache_control(response, private=True)
    return response


def key_of(request: HttpRequest) -> str:
    """The cache key of an anonymous GET; empty where nothing may be kept or served."""
    if request.method != "GET" or any(name in request.COOKIES for name in PERSONAL_COOKIES):
        return ""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or request.path_info.startswith("/admin/"):
        return ""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    theme = request.COOKIES.get("theme", "")
    parts = [
        request.scheme or "",
        host,
        request.path,  # begins with the language
        request.path_info,  # differs where a header has named a script: another page under this address
        query,
        theme if theme in settings.THEMES else "",
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
        "arrival" if is_arrival(request) else "",  # finds the sheet in the page
        encoding_of(request),
    ]
    return "page-" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def encoding_of(request: HttpRequest) -> str:
    """In what a page is sent to this client: br, gzip, or as it is."""
    accepted = request.headers.get("Accept-Encoding", "")
    return next((name for name in ENCODINGS if re.search(rf"\b{name}\b", accepted)), "")


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody."""
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not has_vary_header(response, "Cookie")
        and not any(word in control for word in ("no-store", "private", "no-cache"))
        and response.get("Content-Type", "").startswith(KEPT_TYPES)
    )


def _keep(key: str, version: object, response: HttpResponse) -> None:
    """Keep it, unless something was purged while it was rendered."""
    if cache.get(VERSION_KEY) != version:
        return
    headers = [(name, value) for name, value in response.items() if name not in OWN_HEADERS]
    kept = (version, response.content, headers)
    cache.set(key, kept, SHARED_SECONDS)
    _near_set(key, kept)


def _far_get(key: str) -> tuple | None:
    found = cache.get_many([key, VERSION_KEY])
    kept = found.get(key)
    if kept is None or kept[0] != found.get(VERSION_KEY):
        return None
    _near_set(key, kept)
    return kept


def _near_get(key: str) -> tuple | None:
    until, kept = _near.get(key, (0.0, None))
    return kept if until > time.monotonic() else None


def _near_set(key: str, kept: tuple) -> None:
    _near[key] = (time.monotonic() + PROCESS_SECONDS, kept)
    _near.move_to_end(key)
    while len(_near) > MOST_IN_PROCESS:
        _near.popitem(last=False)


def _answer(kept: tuple) -> HttpResponse:
    response = HttpResponse(kept[1], headers=dict(kept[2]))
    response["X-Cache"] = "HIT"
    return response

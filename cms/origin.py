"""Forms in cached pages carry no token: a post is taken when the browser says that this very site sent it.

Browsers name the sender of every cross-site post (`Sec-Fetch-Site`, `Origin`); a client that names none is no
browser and carries nobody's cookies. The session cookie is `SameSite=Lax` besides. The rule is the one of
Go's `http.CrossOriginProtection`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponse]
ELSEWHERE = ("none", "cross-site", "same-site")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the request was sent by a page of this site, or by something that is no browser."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if not sender:
        return True
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def is_arrival(request: HttpRequest) -> bool:
    """Whether a browser says that somebody comes from elsewhere: another site, a typed address.

    What it opens ahead of time says "none" as well, although a page of the shop named it.
    """
    asked = request.headers
    return asked.get("Sec-Fetch-Site") in ELSEWHERE and "Sec-Purpose" not in asked


def same_origin_post(view: View) -> View:
    """A view that takes only posts of this site's own pages, without a token; others get 403."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_same_origin(request):
            return render(request, "403.html", status=403)
        return view(request, *args, **kwargs)

    return csrf_exempt(require_POST(checked))

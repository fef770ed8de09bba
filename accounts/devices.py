"""Which devices a person has signed in from: remembered by a signed cookie on the device, not by us."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "devices"
SALT = "accounts.devices"
YEAR = 365 * 24 * 3600
MANY = 20


def is_known(request: HttpRequest, user: Any) -> bool:
    """Whether this person has signed in from this device before."""
    return user.pk in _people(request)


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Let the device say next time that this person has been here; the newest twenty are kept."""
    people = [user.pk, *(pk for pk in _people(request) if pk != user.pk)][:MANY]
    response.set_cookie(
        COOKIE,
        signing.dumps(people, salt=SALT),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> list[int]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR))
    except signing.BadSignature:
        return []

"""What the header says to one person, in the pages that are made for whoever has a session."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cms.ahead import is_ahead
from products.wishing import marks


def personal(request: HttpRequest) -> dict[str, Any]:
    """`personal`, what components/personal.html shows; None for a visitor, whose page may be kept for all.

    A page that is opened ahead of the click asks for it once it is looked at.
    """
    return {"personal": partial(_of_session, request)}


def of(request: HttpRequest) -> dict[str, Any]:
    """{account: {name, initials, url} or None, cart_count, marks} of whoever asks."""
    person = request.user
    account = None
    if person.is_authenticated:
        account = {"name": str(person), "initials": person.initials, "url": reverse("account")}
    return {"account": account, "cart_count": len(request.session.get("cart", [])), "marks": marks(request)}


def _of_session(request: HttpRequest) -> dict[str, Any] | None:
    # What middleware answers before there is a session belongs to nobody.
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")
    return of(request) if has_session and not is_ahead(request) else None

"""The coupon a visitor has named: kept in the session, asked of the database whenever a price is made."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited

from orders.models import Coupon, Redemption
from orders.models.coupon import LONGEST_CODE, normalised
from orders.pricing import Quote, Wish, quote

KEY = "coupon"
# Whoever tries codes is stopped; codes that there are count nothing, however many people share an address.
WRONG_CODES_PER_ADDRESS = "20/h"


class Refused(Exception):
    """The code takes nothing off, now or ever; the message is fit to show the buyer."""


class Unknown(Refused):
    """There is no such code, or not now: whoever tries many of these is guessing."""


def remember(request: HttpRequest, code: str) -> None:
    """Keep a code for this visitor's cart. Raises Refused, and keeps nothing, when it cannot be used."""
    code = normalised(code)[: LONGEST_CODE + 1]
    if _counts(request, False):
        raise Refused(_("Too many coupons were tried from here. Please try again in an hour."))
    try:
        find(code, request.user)
    except Unknown:
        _counts(request, True)
        raise
    request.session[KEY] = code


def forget(request: HttpRequest) -> None:
    """The visitor wants no coupon any more."""
    request.session.pop(KEY, None)


def kept(request: HttpRequest) -> str:
    """The code that the visitor has named; empty without one."""
    return request.session.get(KEY, "")


def _counts(request: HttpRequest, is_wrong: bool) -> bool:
    return is_ratelimited(request, group="coupon", key="ip", rate=WRONG_CODES_PER_ADDRESS, increment=is_wrong)


def find(code: str, person: Any) -> Coupon:
    """The coupon of this code, if it can be used by this person now.

    Raises Refused, in the same words for a code that there is not, one switched off, and one not begun.
    """
    coupon = Coupon.objects.select_related("use").coded(code).first()
    said = {"code": code}
    if coupon is None or not coupon.is_active or not coupon.has_begun():
        raise Unknown(_("We do not know the coupon “%(code)s”. Check how it is written.") % said)
    if coupon.has_ended():
        raise Refused(_("The coupon “%(code)s” has ended.") % said)
    if coupon.most is not None and coupon.taken >= coupon.most:
        raise Refused(_("The coupon “%(code)s” has been used up.") % said)
    if coupon.most_each is not None and not person.is_authenticated:
        raise Refused(_("Sign in to use the coupon “%(code)s”: each buyer may use it only so often.") % said)
    if coupon.most_each is not None:
        own = Redemption.objects.held().filter(coupon=coupon).of_person(person.email, person.pk)
        if own.count() >= coupon.most_each:
            raise Refused(_("You have used the coupon “%(code)s” already.") % said)
    return coupon


def price(request: HttpRequest, wishes: Sequence[Wish]) -> Quote:
    """The wishes with the visitor's coupon taken off; one that ended meanwhile is told once and forgotten."""
    code = kept(request)
    if not code:
        return quote(wishes)
    try:
        return quote(wishes, find(code, request.user))
    except Refused as refusal:
        forget(request)
        return replace(quote(wishes), refusal=str(refusal))

"""One page: who you are, what you agree to, what it costs. Posting it places the order, once."""

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_ratelimit.decorators import ratelimit

from cms import countries, typos
from cms.models import LegalSettings
from orders import checkout, coupons, gateway, gifts, suggesting, trials, viewers
from orders.cart import Cart
from orders.forms import CheckoutForm, CouponForm
from orders.models import Order, Spent
from orders.models.coupon import normalised
from orders.pricing import Quote, Refused
from orders.views.answers import SeeOther
from orders.views.cart import owned_titles
from products.models import Unavailable

FORMS_PER_ADDRESS = "30/5m"
FORMS_PER_MAILBOX = "20/h"  # each may send a receipt to somebody who asked for none


def mailbox(group: str, request: HttpRequest) -> str:
    """Whose receipts are counted together: the person's, or those to the address that a guest wrote."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return request.POST.get("email", "").strip().lower()[:254]


@never_cache
@ratelimit(key="ip", rate=FORMS_PER_ADDRESS, method="POST", block=True)
@ratelimit(key=mailbox, rate=FORMS_PER_MAILBOX, method="POST", block=True)
def checkout_page(request: HttpRequest) -> HttpResponse:
    """The page, and what it places. The same form sent twice leads to the same order."""
    placed = _placed_with(request)
    if placed:
        return to_payment(request, placed)
    said = _hear_of_coupon(request) if request.method == "POST" else None
    basket = Cart(request)
    priced = _priced(request, basket)
    if not priced.lines:
        return redirect("cart")
    if said is not None or "recount" in request.POST:
        priced = replace(priced, refusal=said or priced.refusal)
        return _show(request, basket, priced, _as_typed(request, priced))
    form = _form(request, priced)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen_total"] == priced.total and not priced.has_changed:
            return _place(request, basket, priced, form)
        form.data = {**form.data, "seen_total": priced.total}
    form.put_focus_on_first_error()
    return _show(request, basket, priced, form)


def _priced(request: HttpRequest, basket: Cart) -> Quote:
    """The cart's prices, with what a seller suggests and whether this form has ticked it."""
    priced = coupons.price(request, basket.wishes)
    alone = trials.offered(priced, request.user)
    proposal = suggesting.propose(request.user, alone.lines, request.POST.getlist("suggestion"))
    if proposal is None or not proposal.is_taken:
        return replace(alone, proposal=proposal)
    both = coupons.price(request, [*basket.wishes, proposal.wish])
    return replace(both, proposal=proposal, refusal=alone.refusal or both.refusal)


def _hear_of_coupon(request: HttpRequest) -> str | None:
    """Take or leave a coupon, whichever button was pressed: None when the form says nothing new of one.

    Otherwise why it is refused, or nothing.
    """
    code = request.POST.get("coupon", "").strip()
    if request.POST.get("coupon_is") == "left":
        coupons.forget(request)
        return ""
    if request.POST.get("coupon_is") != "typed" and normalised(code) in ("", coupons.kept(request)):
        return None
    try:
        coupons.remember(request, code)
    except coupons.Refused as refusal:
        return str(refusal)
    return ""


def _as_typed(request: HttpRequest, priced: Quote) -> CheckoutForm:
    """The form as it was sent, not judged yet; with the wording that was read, so a newer one is told."""
    form = _form(request, priced)
    typed = {**request.POST.dict(), "seen_total": priced.total}
    form.is_bound, form.initial = False, {**form.initial, **typed}
    return form


def _form(request: HttpRequest, priced: Quote) -> CheckoutForm:
    return CheckoutForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        is_digital=priced.is_digital,
        legal={**LegalSettings.shown_on(request), "version": version_of(request, priced)},
        initial=_initial(request, priced) if request.method == "GET" else {},
    )


def version_of(request: HttpRequest, priced: Quote) -> str:
    """Names all that is accepted as it is worded now: terms, withdrawal, the policies of what is bought."""
    keys = (*LegalSettings.versions_on(request), *priced.wordings)
    return hashlib.sha256(repr(keys).encode()).hexdigest()[:32] if any(keys) else ""


def _initial(request: HttpRequest, priced: Quote) -> dict:
    """What is known already is not asked again."""
    last = Order.objects.bought_by(request.user).first()
    return {
        "seen_total": priced.total,
        "attempt": secrets.token_urlsafe(24),
        "gift": "gift" in request.GET,
        "giver_name": _name_of(request.user) if "gift" in request.GET else "",
        "country": last.country if last else countries.likely(request),
        "business_name": last.business_name if last else "",
        "tax_id": last.tax_id if last else "",
    }


def _name_of(person: Any) -> str:
    return person.get_full_name()[:60] if person.is_authenticated else ""


def _show(request: HttpRequest, basket: Cart, priced: Quote, form: CheckoutForm) -> HttpResponse:
    total_has_changed = form.is_bound and not form.errors
    if priced.refusal:  # the page opens there
        form.fields["email"].widget.attrs.pop("autofocus", None)
    context = {
        "quote": priced,
        "form": form,
        "coupon_form": CouponForm.refused(
            request.POST.get("coupon", "") or coupons.kept(request), priced.refusal
        ),
        "legal": LegalSettings.shown_on(request),
        "owned": [] if form.is_gift else owned_titles(request, priced),
        "total_has_changed": total_has_changed and not priced.has_changed,
        "domains": " ".join(typos.DOMAINS),
    }
    if priced.has_changed:
        basket.see({line.offer.pk: line.amount for line in priced.lines})
    return render(request, "orders/checkout.html", context)


def _attempt(request: HttpRequest) -> str | None:
    """The form's own number, tied to this browser so that nobody can use another's."""
    number = request.POST.get("attempt", "")
    if not number or not request.session.session_key:
        return None
    return hashlib.sha256(f"{request.session.session_key}:{number}".encode()).hexdigest()


def _placed_with(request: HttpRequest) -> Order | None:
    attempt = _attempt(request) if request.method == "POST" else None
    return Order.objects.filter(attempt=attempt).first() if attempt else None


def _place(request: HttpRequest, basket: Cart, priced: Quote, form: CheckoutForm) -> HttpResponse:
    try:
        order = checkout.start(priced, _buyer(request, form))
    except Spent as refusal:
        coupons.forget(request)
        full = replace(_priced(request, basket), refusal=str(refusal))
        form.data = {**form.data, "seen_total": full.total}
        return _show(request, basket, full, form)
    except (Refused, Unavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect("cart")
    except IntegrityError:
        placed = _placed_with(request)
        if placed is None:
            raise
        order = placed
    basket.clear()
    coupons.forget(request)
    viewers.remember(request, order)
    return to_payment(request, order)


def _buyer(request: HttpRequest, form: CheckoutForm) -> checkout.Buyer:
    said = form.cleaned_data
    is_guest = not request.user.is_authenticated
    terms, withdrawal = LegalSettings.versions_on(request)
    return checkout.Buyer(
        person=get_user_model().objects.guest(said["email"]) if is_guest else request.user,
        email=said["email"],
        country=said["country"],
        business_name=said["business_name"],
        tax_id=said["tax_id"],
        attempt=_attempt(request),
        is_guest=is_guest,
        wants_delivery_now=bool(said.get("immediate")),
        terms=terms,
        withdrawal=withdrawal,
        gift=_wrapping(said) if said["gift"] else None,
    )


def _wrapping(said: dict) -> gifts.Wrapping:
    return gifts.Wrapping(said["giver_name"], said["recipient"], said["words"], said["send_date"])


def to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    """Off to the payment page of an order that waits for it; else to the order's own page."""
    if order.state != Order.State.PLACED:
        return SeeOther(order.get_absolute_url())
    try:
        return SeeOther(checkout.payment_page(order))
    except gateway.GatewayTrouble:
        messages.error(request, _("The payment page did not open. Nothing was charged; please try again."))
        return SeeOther(order.get_absolute_url())

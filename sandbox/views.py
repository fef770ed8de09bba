"""The hosted pages: shows them and passes on what the payer does; their addresses cannot be guessed."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox import (
    billing,
    cards,
    checkout,
    clock,
    context,
    payments,
    portal,
    prospects,
    reckoning,
    setups,
    store,
    wording,
)
from sandbox.errors import Declined, Refused
from sandbox.forms import PayForm
from sandbox.models import StoredObject


class SeeOther(HttpResponseRedirect):
    """303: go there with a GET."""

    status_code = 303


@contextmanager
def opened(kind: str, key: str) -> Iterator[dict]:
    """The object behind a page, locked, in its own account, within one transaction."""
    clock.sweep()
    with transaction.atomic():
        row = StoredObject.objects.select_for_update().filter(kind=kind, key=key, is_deleted=False).first()
        if not row:
            raise Http404
        with context.acting(context.Caller(row.account)):
            yield row.body


@never_cache
@require_http_methods(["GET", "POST"])
def checkout_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page to pay on; a payment that is already made leads to the shop."""
    with opened("checkout.session", key) as session:
        if session["status"] == "complete":
            return SeeOther(success_address(session))
        if session["status"] == "expired":
            return render(request, "sandbox/expired.html", {"back": session["cancel_url"]}, status=410)
        form = PayForm(request.POST) if request.method == "POST" else None
        if form and form.is_valid() and (answer := pay(session, form)):
            return answer
        return render(request, "sandbox/checkout.html", page_of(session, form))


def pay(session: dict, form: PayForm) -> HttpResponse | None:
    """Pay as the form says; None if the form does not name a way."""
    payer = form.payer()
    if not session["amount_total"] and not checkout.saves_card(session):
        checkout.take_for_free(session, payer)
    elif form.cleaned_data["bank"] and session["mode"] == "payment":
        checkout.pay_by_bank(session, payer, succeeds=form.cleaned_data["bank"] == "succeeds")
    elif card := form.picked():
        return pay_by_card(session, card, form)
    else:
        form.add_error("number", _("That is not one of the test cards below."))
        return None
    return SeeOther(success_address(session))


def pay_by_card(session: dict, card: cards.Card, form: PayForm) -> HttpResponse:
    """Pay with, or save, a card: done, on to 3-D Secure, or back to the page, which tells what was wrong."""
    use = checkout.save_card if checkout.saves_card(session) else checkout.pay_by_card
    try:
        intent = use(session, card, form.payer())
    except Declined:
        return SeeOther(urlsplit(session["url"]).path)
    if intent["status"] == "requires_action":
        return redirect("sandbox:authenticate", intent["id"])
    return SeeOther(success_address(session))


@never_cache
@require_POST
def promotion(request: HttpRequest, key: str) -> HttpResponse:
    """Take a promotion code and show the page with the new total."""
    with opened("checkout.session", key) as session:
        told = ""
        if session["status"] == "open" and session["allow_promotion_codes"]:
            try:
                reckoning.apply_promotion(session, request.POST.get("code", ""))
                return redirect("sandbox:checkout", key)
            except Refused as refusal:
                told = str(refusal)
        return render(request, "sandbox/checkout.html", {**page_of(session), "promotion_error": told})


@never_cache
@require_http_methods(["GET", "POST"])
def authenticate(request: HttpRequest, key: str) -> HttpResponse:
    """The bank's 3-D Secure page, with the two answers a payer can give."""
    with opened("setup_intent" if key.startswith("seti_") else "payment_intent", key) as intent:
        session = session_of(intent)
        if request.method == "POST" and intent["status"] == "requires_action":
            address = intent["next_action"]["redirect_to_url"]["return_url"]
            finish_authentication(session, intent, is_passed=request.POST.get("answer") == "pass")
            return SeeOther(after_authentication(session, intent, address))
        if intent["status"] != "requires_action":
            return SeeOther(after_authentication(session, intent, None))
        return render(request, "sandbox/authenticate.html", {"intent": intent})


def finish_authentication(session: dict | None, intent: dict, *, is_passed: bool) -> None:
    """Carry the answer out; what the bank declines is told on the next page."""
    if not is_passed:
        refuse = setups if intent["object"] == "setup_intent" else payments
        refuse.refuse_authentication(intent)
        return
    try:
        checkout.authenticated(session, intent)
    except Declined:
        return
    portal.card_saved(intent)


def after_authentication(session: dict | None, intent: dict, return_url: str | None) -> str:
    """Where the payer goes: the shop if it was paid, else the page to try again."""
    if session:
        return (
            success_address(session)
            if session["status"] == "complete"
            else urlsplit(session["url"] or "/").path
        )
    return return_url or "/"


@never_cache
@require_GET
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """The receipt of a charge."""
    with opened("charge", key) as charge:
        return render(request, "sandbox/receipt.html", {"charge": charge})


@never_cache
@require_http_methods(["GET", "POST"])
def subscription(request: HttpRequest, key: str) -> HttpResponse:
    """A subscription and its invoices, with the button that lets its next step come now."""
    with opened("subscription", key) as body:
        if request.method == "POST":
            prospects.step(body)
            return redirect("sandbox:subscription", key)
        rows = store.objects("invoice").filter(body__parent__subscription_details__subscription=body["id"])
        shown = {
            "subscription": body,
            "worded": wording.subscription_of(body),
            "invoices": [row.body for row in rows],
            "method": billing.method_of(body),
            "coming": prospects.told(body),
            "phases": prospects.phases_told(body),
        }
        return render(request, "sandbox/subscription.html", shown)


def session_of(intent: dict) -> dict | None:
    """The checkout session that an intent was made for, locked."""
    name = "setup" if intent["object"] == "setup_intent" else "attempt"
    rows = store.objects("checkout.session").select_for_update().filter(**{f"notes__{name}": intent["id"]})
    row = rows.first()
    return row.body if row else None


def trouble_of(session: dict) -> dict | None:
    """Why the last attempt to pay, or to save a card, failed."""
    notes = store.notes(session["id"])
    intent = store.find(notes.get("attempt") or notes.get("setup") or "") or {}
    return intent.get("last_payment_error") or intent.get("last_setup_error")


def known_payer(session: dict, trouble: dict | None) -> dict:
    """The e-mail and name that the shop knows already, or that were typed before the card was declined."""
    customer = store.find(session["customer"]) if session["customer"] else None
    typed = ((trouble or {}).get("payment_method") or {}).get("billing_details", {})
    email = typed.get("email") or session["customer_email"] or (customer or {}).get("email")
    return {"email": email or "", "name": typed.get("name") or ""}


def success_address(session: dict) -> str:
    """The session's own success address."""
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def page_of(session: dict, form: PayForm | None = None) -> dict:
    """What the page shows: a fresh form unless one was sent in."""
    notes = store.notes(session["id"])
    declined = trouble_of(session)
    return {
        "session": session,
        "items": notes["items"],
        "form": form or PayForm(initial=known_payer(session, declined)),
        "wants_card": session["amount_total"] or checkout.saves_card(session),
        "trial": wording.trial_of(notes),
        "declined": declined,
        **test_cards(),
    }


def test_cards() -> dict:
    """The test cards as the pages show them."""
    return {
        "cards": [card for card in cards.CARDS if card.is_often_wanted],
        "rare_cards": [card for card in cards.CARDS if not card.is_often_wanted],
    }

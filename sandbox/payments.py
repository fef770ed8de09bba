"""Takes a payment intent forward: authenticate, charge, capture, wait for the bank, fail, cancel."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from sandbox import cards, clock, events, store
from sandbox.errors import Declined, Refused
from sandbox.resources import charges
from sandbox.resources.payment_methods import card_of

BANK_SECONDS = 10
NOT_AUTHENTICATED = (
    "We are unable to authenticate your payment method. "
    "Please choose a different payment method and try again."
)
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


@dataclass(frozen=True)
class Confirmation:
    """How a payment is confirmed: by whom, and whether the payer has proved who they are."""

    is_off_session: bool = False
    is_authenticated: bool = False
    return_url: str | None = None


def confirm(intent: dict, method: dict, how: Confirmation) -> dict:
    """Pay with a card; raises Declined with the updated intent when the bank refuses."""
    if intent["status"] not in CONFIRMABLE:
        raise unexpected(intent, "confirm")
    card = card_of(method)
    intent["payment_method"] = method["id"]
    if card is None:
        return wait_for_bank(intent, method, succeeds=True)
    if needs_authentication(card, how):
        if how.is_off_session:
            decline(intent, method, asking_for_authentication(card))
        return ask_for_authentication(intent, how.return_url)
    if card.code:
        decline(intent, method, card)
    return authorise(intent, method)


def needs_authentication(card: cards.Card, how: Confirmation) -> bool:
    """Whether the payer must pass 3-D Secure first."""
    if how.is_authenticated or not card.authentication:
        return False
    return card.authentication == "always" or not how.is_off_session


def asking_for_authentication(card: cards.Card) -> cards.Card:
    """The card as it declines when nobody is there to authenticate."""
    return cards.Card(
        card.number,
        card.token,
        card.effect,
        code="authentication_required",
        decline_code="authentication_required",
        message="Your card was declined. This transaction requires authentication.",
    )


def ask_for_authentication(intent: dict, return_url: str | None) -> dict:
    """Send the payer to the 3-D Secure page."""
    page = settings.SITE_URL + reverse("sandbox:authenticate", args=[intent["id"]])
    redirect = {"return_url": return_url, "url": page}
    intent.update(
        status="requires_action", next_action={"type": "redirect_to_url", "redirect_to_url": redirect}
    )
    store.save(intent)
    events.emit("payment_intent.requires_action", intent)
    return intent


def authorise(intent: dict, method: dict) -> dict:
    """Charge the card; take the money at once unless it is to be captured later."""
    is_manual = intent["capture_method"] == "manual"
    charge = charges.new_charge(intent, method, status="succeeded", paid=True, outcome=charges.outcome())
    intent.update(latest_charge=charge["id"], next_action=None, last_payment_error=None)
    if is_manual:
        intent.update(status="requires_capture", amount_capturable=intent["amount"])
        store.save(intent)
        events.emit("charge.succeeded", charge)
        events.emit("payment_intent.amount_capturable_updated", intent)
        return intent
    return receive(intent, charges.capture(charge, intent["amount"]), "charge.succeeded")


def receive(intent: dict, charge: dict, told: str) -> dict:
    """The money is here."""
    intent.update(
        status="succeeded",
        amount_received=charge["amount_captured"],
        amount_capturable=0,
        last_payment_error=None,
    )
    store.save(intent, due_at=None)
    events.emit(told, charge)
    events.emit("payment_intent.succeeded", intent)
    return intent


def capture(intent: dict, amount: int | None) -> dict:
    """Take the money that was authorised, or a part of it."""
    if intent["status"] != "requires_capture":
        raise unexpected(intent, "capture")
    amount = intent["amount_capturable"] if amount is None else amount
    if not 0 < amount <= intent["amount_capturable"]:
        raise Refused(
            "The amount_to_capture is greater than the remaining amount capturable.",
            param="amount_to_capture",
            code="amount_too_large",
        )
    charge = store.get("charge", intent["latest_charge"], is_locked=True)
    return receive(intent, charges.capture(charge, amount), "charge.captured")


def decline(intent: dict, method: dict, card: cards.Card) -> None:
    """Note the failed attempt and raise Declined; the intent waits for another payment method."""
    charge = charges.new_charge(
        intent,
        method,
        status="failed",
        outcome=charges.outcome(card),
        failure_code=card.code,
        failure_message=card.message,
    )
    reason = {"decline_code": card.decline_code} if card.decline_code else {}
    error = {
        "type": "card_error",
        "code": card.code,
        **reason,
        "message": card.message,
        "charge": charge["id"],
    }
    fail(intent, {**error, "payment_method": method}, charge)
    raise Declined(
        card.message,
        card.code,
        card.decline_code,
        charge=charge["id"],
        payment_intent=intent,
        payment_method=method,
    )


def fail(intent: dict, error: dict, charge: dict) -> None:
    """Put the intent back to the start, with the reason."""
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error=error,
        latest_charge=charge["id"],
    )
    store.save(intent, due_at=None)
    events.emit("charge.failed", charge)
    events.emit("payment_intent.payment_failed", intent)


def refuse_authentication(intent: dict) -> dict:
    """The payer failed 3-D Secure: no charge was tried."""
    method = store.get("payment_method", intent["payment_method"])
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error={
            "type": "invalid_request_error",
            "code": "payment_intent_authentication_failure",
            "message": NOT_AUTHENTICATED,
            "payment_method": method,
        },
    )
    store.save(intent)
    events.emit("payment_intent.payment_failed", intent)
    return intent


def wait_for_bank(intent: dict, method: dict, *, succeeds: bool) -> dict:
    """Start a bank debit: nobody knows for some time whether it will succeed."""
    charge = charges.new_charge(intent, method, status="pending", outcome=charges.outcome())
    intent.update(
        status="processing", payment_method=method["id"], latest_charge=charge["id"], next_action=None
    )
    noted = {**store.notes(intent["id"]), "succeeds": succeeds}
    store.save(intent, notes=noted, due_at=clock.now() + BANK_SECONDS)
    events.emit("charge.pending", charge)
    events.emit("payment_intent.processing", intent)
    return intent


@clock.when_due("payment_intent")
def hear_from_bank(intent: dict, notes: dict) -> None:
    """The bank's answer to a debit."""
    if intent["status"] != "processing":
        return
    charge = store.get("charge", intent["latest_charge"], is_locked=True)
    if notes.get("succeeds"):
        receive(intent, charges.capture(charge, intent["amount"]), "charge.succeeded")
    else:
        message = "The customer's bank account has insufficient funds."
        charge.update(status="failed", failure_code="insufficient_funds", failure_message=message)
        store.save(charge)
        method = store.get("payment_method", charge["payment_method"])
        error = {"type": "card_error", "code": "payment_intent_payment_attempt_failed", "message": message}
        fail(intent, {**error, "charge": charge["id"], "payment_method": method}, charge)


def cancel(intent: dict, reason: str | None) -> dict:
    """Give the payment up; an authorisation is let go."""
    if intent["status"] in ("succeeded", "canceled", "processing"):
        raise unexpected(intent, "cancel")
    intent.update(
        status="canceled",
        canceled_at=clock.now(),
        cancellation_reason=reason,
        amount_capturable=0,
        next_action=None,
    )
    store.save(intent)
    events.emit("payment_intent.canceled", intent)
    return intent


def unexpected(intent: dict, verb: str) -> Refused:
    """The refusal for a step that the intent's state does not allow."""
    return Refused(
        f"This PaymentIntent's status is {intent['status']}, so you cannot {verb} it.",
        code="payment_intent_unexpected_state",
        payment_intent=intent,
    )

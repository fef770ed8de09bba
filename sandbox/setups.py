"""Takes a setup intent forward: authenticate, save the card for later, fail."""

from django.conf import settings
from django.urls import reverse

from sandbox import cards, events, store
from sandbox.errors import Declined, Refused
from sandbox.payments import NOT_AUTHENTICATED
from sandbox.resources.payment_methods import attach, card_of


def confirm(setup: dict, method: dict, return_url: str | None, *, is_authenticated: bool = False) -> dict:
    """Save a card for the setup's customer; the setup comes back, which may want 3-D Secure first.

    Raises Declined when the bank refuses the card.
    """
    card = card_of(method)
    if card is None:
        raise Refused("The sandbox saves cards only.", param="payment_method")
    setup["payment_method"] = method["id"]
    if card.authentication and not is_authenticated:
        return ask_for_authentication(setup, return_url)
    if card.code and not card.is_savable:
        raise declined(setup, method, card)
    attach(method, setup["customer"])
    setup.update(status="succeeded", next_action=None, last_setup_error=None)
    store.save(setup)
    events.emit("setup_intent.succeeded", setup)
    return setup


def ask_for_authentication(setup: dict, return_url: str | None) -> dict:
    """Send the payer to the 3-D Secure page."""
    page = settings.SITE_URL + reverse("sandbox:authenticate", args=[setup["id"]])
    action = {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": page}}
    setup.update(status="requires_action", next_action=action)
    store.save(setup)
    events.emit("setup_intent.requires_action", setup)
    return setup


def authenticated(setup: dict) -> dict:
    """Go on after 3-D Secure was passed. Raises Declined when the bank refuses nevertheless."""
    method = store.get("payment_method", setup["payment_method"])
    return confirm(setup, method, None, is_authenticated=True)


def refuse_authentication(setup: dict) -> None:
    """The payer could not prove who they are: the setup waits for another card."""
    method = store.get("payment_method", setup["payment_method"])
    error = {"type": "invalid_request_error", "code": "setup_intent_authentication_failure"}
    fail(setup, {**error, "message": NOT_AUTHENTICATED, "payment_method": method})


def declined(setup: dict, method: dict, card: cards.Card) -> Declined:
    """The bank's refusal, noted."""
    reason = {"decline_code": card.decline_code} if card.decline_code else {}
    error = {"type": "card_error", "code": card.code, **reason, "message": card.message}
    fail(setup, {**error, "payment_method": method})
    return Declined(card.message, card.code, card.decline_code, setup_intent=setup, payment_method=method)


def fail(setup: dict, error: dict) -> None:
    """Put the setup back to the start, with the reason."""
    setup.update(
        status="requires_payment_method", payment_method=None, next_action=None, last_setup_error=error
    )
    store.save(setup)
    events.emit("setup_intent.setup_failed", setup)

"""What happens to a checkout session: payment, subscription, the bank's answer, expiry."""

from dataclasses import dataclass

from sandbox import billing, bills, cards, clock, events, payments, reckoning, setups, store, trials
from sandbox.errors import Refused
from sandbox.payments import Confirmation
from sandbox.resources import payment_intents, setup_intents
from sandbox.resources.payment_methods import attach, new_bank_debit, new_card


@dataclass(frozen=True)
class Payer:
    """Who stands before the hosted page."""

    email: str
    name: str = ""

    def billing(self) -> dict:
        """The payer as billing details."""
        return {"email": self.email, "name": self.name or None}

    def details(self) -> dict:
        """The payer as the customer details of a session."""
        address = store.skeleton("payment_method")["billing_details"]["address"]
        return {
            **dict.fromkeys(("business_name", "individual_name", "phone")),
            **self.billing(),
            "address": address,
            "tax_exempt": "none",
            "tax_ids": [],
        }


def pay_by_card(session: dict, card: cards.Card, payer: Payer) -> dict:
    """Pay; the intent comes back, which may want 3-D Secure first. Raises Declined when the bank refuses."""
    intent = opened_intent(session, payer)
    method = new_card(card, payer.billing())
    intent = payments.confirm(intent, method, Confirmation(return_url=session["success_url"]))
    if intent["status"] in ("succeeded", "requires_capture"):
        complete(session, payer, "paid")
    return intent


def pay_by_bank(session: dict, payer: Payer, *, succeeds: bool) -> dict:
    """Order a bank debit: the session is complete at once, the money comes or fails to come later."""
    if session["mode"] != "payment":
        raise Refused("The sandbox collects subscriptions by card only.", param="payment_method_types")
    intent = opened_intent(session, payer)
    payments.wait_for_bank(intent, new_bank_debit(payer.billing()), succeeds=succeeds)
    due_at = clock.now() + payments.BANK_SECONDS
    store.save(intent, due_at=None)
    complete(session, payer, "unpaid", due_at=due_at)
    return intent


def saves_card(session: dict) -> bool:
    """Whether a card is saved on the page and nothing is charged: setup mode, or a trial."""
    if session["mode"] == "setup":
        return True
    is_trial = session["mode"] == "subscription" and not session["amount_total"]
    return is_trial and session["payment_method_collection"] == "always"


def save_card(session: dict, card: cards.Card, payer: Payer) -> dict:
    """Keep a card for later; the setup comes back, which may want 3-D Secure first. Raises Declined."""
    setup = opened_setup(session, payer)
    setup = setups.confirm(setup, new_card(card, payer.billing()), session["success_url"])
    if setup["status"] == "succeeded":
        complete(session, payer, "no_payment_required")
    return setup


def opened_setup(session: dict, payer: Payer) -> dict:
    """The session's setup intent, made at the first attempt to save a card for a trial."""
    notes = store.notes(session["id"])
    if session["setup_intent"]:
        return store.get("setup_intent", session["setup_intent"], is_locked=True)
    if not notes.get("setup"):
        notes["customer"] = session["customer"] or new_customer(payer)
        notes["setup"] = setup_intents.new_setup(notes["customer"], {})["id"]
        store.save(session, notes=notes)
    return store.get("setup_intent", notes["setup"], is_locked=True)


def take_for_free(session: dict, payer: Payer) -> dict:
    """Complete a session that costs nothing; there is no payment intent."""
    return complete(session, payer, "no_payment_required")


def authenticated(session: dict | None, intent: dict) -> dict:
    """Go on after 3-D Secure was passed. Raises Declined when the bank refuses nevertheless."""
    method = store.get("payment_method", intent["payment_method"])
    if intent["object"] == "setup_intent":
        intent, status = setups.authenticated(intent), "no_payment_required"
    else:
        intent, status = payments.confirm(intent, method, Confirmation(is_authenticated=True)), "paid"
    if session and intent["status"] in ("succeeded", "requires_capture"):
        billing = method["billing_details"]
        complete(session, Payer(billing["email"] or "", billing["name"] or ""), status)
    return intent


def opened_intent(session: dict, payer: Payer) -> dict:
    """The session's payment intent over what is to be paid now, made at the first attempt to pay."""
    notes = store.notes(session["id"])
    if notes.get("attempt"):
        intent = store.get("payment_intent", notes["attempt"], is_locked=True)
        intent["amount"] = session["amount_total"]
        return store.save(intent)
    is_lasting = session["mode"] == "subscription"
    notes["customer"] = session["customer"] or (new_customer(payer) if is_lasting else None)
    intent = payment_intents.new_intent(
        {
            "metadata": {},
            **notes["intent"],
            "amount": session["amount_total"],
            "currency": session["currency"],
            "customer": notes["customer"] or "",
            "payment_method_types": ["card"] if is_lasting else ["card", "sepa_debit"],
        }
    )
    notes["attempt"] = intent["id"]
    session["payment_intent"] = None if is_lasting else intent["id"]
    store.save(session, notes=notes)
    return intent


def complete(session: dict, payer: Payer, payment_status: str, due_at: int | None = None) -> dict:
    """The payer is done: the page turns to the success address."""
    notes = store.notes(session["id"])
    session["customer"] = session["customer"] or notes.get("customer")
    if not session["customer"] and session["customer_creation"] == "always":
        session["customer"] = new_customer(payer)
    if session["mode"] == "subscription":
        subscribe(session, notes, payer)
    session.update(
        status="complete", payment_status=payment_status, url=None, customer_details=payer.details()
    )
    store.save(session, due_at=due_at)
    reckoning.redeem(session)
    events.emit("checkout.session.completed", session)
    return session


def subscribe(session: dict, notes: dict, payer: Payer) -> None:
    """Start the subscription that was just paid for, or tried for nothing, with its first invoice."""
    intent = store.find(notes.get("attempt", ""))
    setup = store.find(notes.get("setup", ""))
    session["customer"] = session["customer"] or new_customer(payer)
    if intent:
        attach(store.get("payment_method", intent["payment_method"]), session["customer"])
    lasting = [item for item in notes["items"] if item["price"]["recurring"]]
    once = tuple(item for item in notes["items"] if not item["price"]["recurring"])
    method = (intent or setup or {}).get("payment_method")
    data = dict(notes["subscription"])
    trial = {"trial_end": trials.end_of(data), "trial_settings": trials.settings_of(data)}
    for name in trials.NAMES:
        data.pop(name, None)
    subscription = billing.start(session["customer"], lasting, method, **data, **trial)
    invoice = bills.finalize(billing.bill(subscription, "subscription_create", once))
    if intent:
        bills.note_payment(invoice, intent)
    session.update(subscription=subscription["id"], invoice=invoice["id"])


def new_customer(payer: Payer) -> str:
    """The id of a customer made for the payer."""
    customer = store.create("customer", "cus_", email=payer.email, name=payer.name or None)
    events.emit("customer.created", customer)
    return customer["id"]


def hear_from_bank(session: dict) -> None:
    """The bank's answer to a debit, for the payment and for the session."""
    intent = store.get("payment_intent", session["payment_intent"], is_locked=True)
    payments.hear_from_bank(intent, store.notes(intent["id"]))
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
        store.save(session)
        events.emit("checkout.session.async_payment_succeeded", session)
    else:
        events.emit("checkout.session.async_payment_failed", session)


def expire(session: dict) -> dict:
    """Nobody paid in time, or the shop took the offer back."""
    session.update(status="expired", url=None)
    store.save(session, due_at=None)
    events.emit("checkout.session.expired", session)
    attempt = store.notes(session["id"]).get("attempt")
    if attempt:
        payments.cancel(store.get("payment_intent", attempt, is_locked=True), None)
    return session

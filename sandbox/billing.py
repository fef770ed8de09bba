"""Subscriptions: starts them, bills each period, renews them when it ends, ends them."""

from typing import Any

from sandbox import (
    agenda,
    bills,
    clock,
    events,
    items,
    lines,
    listing,
    pauses,
    payments,
    phases,
    store,
    trials,
)
from sandbox.errors import Declined
from sandbox.payments import Confirmation
from sandbox.resources import payment_intents
from sandbox.resources.payment_methods import resolve

RETRY_SECONDS = 3 * 24 * 3600
RETRIES = 3


def start(customer: str, wanted: list[dict], method: str | None, **more: Any) -> dict:
    """A subscription of a customer for priced items (price and quantity), not billed yet.

    `more` are fields of it; with a `trial_end` (unix time) it begins with a trial.
    """
    moment = clock.now()
    trial_end = more.get("trial_end") or 0
    key = store.new_id("sub_")
    mine = [items.new_item(key, item, moment, trial_end) for item in wanted]
    subscription = store.create(
        "subscription",
        "sub_",
        id=key,
        customer=customer,
        currency=wanted[0]["price"]["currency"],
        items=listing.sublist(mine, f"/v1/subscription_items?subscription={key}"),
        default_payment_method=method,
        billing_cycle_anchor=trial_end or moment,
        start_date=moment,
        status="trialing" if trial_end else "active",
        trial_start=moment if trial_end else None,
        **{"trial_settings": trials.settings_of({}), **more},
    )
    agenda.keep(subscription)
    events.emit("customer.subscription.created", subscription)
    if trial_end:
        trials.warn_if_near(subscription)
    return subscription


def bill(subscription: dict, reason: str, extra: tuple[dict, ...] = ()) -> dict:
    """The draft of an invoice for the current period and for one-time `extra` items."""
    make = lines.of_trial if subscription["status"] == "trialing" else lines.of_period
    entries = [make(item) for item in subscription["items"]["data"]]
    return draft(subscription, reason, entries + [lines.once(subscription, item) for item in extra])


def draft(subscription: dict, reason: str, entries: list[dict]) -> dict:
    """The draft of an invoice over lines; it is the subscription's latest."""
    invoice = bills.draft(subscription, reason, entries)
    subscription["latest_invoice"] = invoice["id"]
    store.save(subscription)
    return invoice


def method_of(subscription: dict) -> dict | None:
    """The card that pays: the subscription's own, else its customer's."""
    customer = store.row("customer", subscription["customer"]).body
    usual = customer.get("invoice_settings", {}).get("default_payment_method")
    return store.find(subscription["default_payment_method"] or usual or "")


def collect(subscription: dict, invoice: dict) -> Declined | None:
    """Charge the card for an open invoice; why it was not paid, or None."""
    try:
        intent = charge(subscription, invoice)
    except Declined as refusal:
        bills.note_failure(invoice, refusal)
        return refusal
    bills.note_payment(invoice, intent)
    return None


def charge(subscription: dict, invoice: dict) -> dict:
    """A paid intent over what an invoice leaves to pay. Raises Declined."""
    method = method_of(subscription)
    if not method:
        raise Declined("This customer has no payment method to charge.", "resource_missing", None)
    intent = payment_intents.new_intent(
        {
            "amount": invoice["amount_due"],
            "currency": invoice["currency"],
            "customer": subscription["customer"],
            "payment_method_types": ["card"],
        }
    )
    return payments.confirm(intent, method, Confirmation(is_off_session=True))


def wake(subscription: dict, notes: dict) -> None:
    """Let what comes next happen; who calls has seen that its time has come, or does not wait for it."""
    coming = agenda.first(subscription, notes)
    if coming:
        STEPS[coming[0]](subscription, notes)


def renew(subscription: dict, notes: dict) -> None:
    """What happens when a period, or the wait for another attempt, is over."""
    if subscription["cancel_at_period_end"]:
        end(subscription, "cancellation_requested")
    elif phases.cancels(subscription):
        end(subscription, None)
    elif subscription["status"] == "past_due":
        retry(subscription, notes)
    elif subscription["status"] == "trialing" and not method_of(subscription):
        end_trial_without_card(subscription)
    else:
        cycle(subscription)


def cycle(subscription: dict) -> None:
    """The next period: bill it, collect, tell."""
    before = {"status": subscription["status"]}
    settle(subscription, next_bill(subscription))
    events.emit("customer.subscription.updated", subscription, before)


def next_bill(subscription: dict) -> dict:
    """The draft of the next period's invoice, which has begun by that."""
    subscription["status"] = "active"
    phases.turn(subscription, agenda.period_end(subscription))
    items.advance(subscription)
    return bill(subscription, "subscription_cycle")


def end_trial_without_card(subscription: dict) -> None:
    """What the subscription says is to happen then."""
    behavior = trials.behavior_without_card(subscription)
    if behavior == "cancel":
        end(subscription, None)
    elif behavior == "pause":
        trials.pause(subscription)
    else:
        cycle(subscription)


def pay(invoice: dict, method: str = "") -> dict:
    """Collect an open invoice of a subscription now, by its own method unless another is named.

    Raises Declined.
    """
    details = invoice["parent"]["subscription_details"]
    subscription = store.get("subscription", details["subscription"], is_locked=True)
    usual = subscription["default_payment_method"]
    subscription["default_payment_method"] = resolve(method)["id"] if method else usual
    refusal = collect(subscription, invoice)
    subscription["default_payment_method"] = usual
    before = {"status": subscription["status"]}
    conclude(subscription, store.notes(subscription["id"]).get("attempts", 0), is_paid=not refusal)
    events.emit("customer.subscription.updated", subscription, before)
    if refusal:
        raise Declined("Your card was declined.", "card_declined", "generic_decline")
    return invoice


def retry(subscription: dict, notes: dict) -> None:
    """Try to collect a failed renewal once more, unless in a pause; after some attempts it ends."""
    if subscription["pause_collection"]:
        agenda.keep(subscription, retry_at=clock.now() + RETRY_SECONDS)
        return
    attempts = notes.get("attempts", 0)
    if attempts >= RETRIES:
        end(subscription, "payment_failed")
        return
    before = {"status": subscription["status"]}
    invoice = store.get("invoice", subscription["latest_invoice"], is_locked=True)
    settle(subscription, invoice, attempts + 1)
    events.emit("customer.subscription.updated", subscription, before)


def settle(subscription: dict, invoice: dict, attempts: int = 0) -> Declined | None:
    """Collect an invoice and set the state that follows from it; why it was not paid, or None."""
    if pause := subscription["pause_collection"]:
        bills.lay_aside(invoice, pause["behavior"])
        agenda.keep(subscription)
        return None
    if invoice["status"] == "draft":
        bills.finalize(invoice)
    refusal = collect(subscription, invoice) if invoice["status"] == "open" else None
    conclude(subscription, attempts, is_paid=not refusal)
    return refusal


def conclude(subscription: dict, attempts: int, *, is_paid: bool) -> None:
    """The state and the next step that follow from an attempt to collect."""
    if subscription["status"] not in ("trialing", "paused", "canceled"):
        subscription["status"] = "active" if is_paid else "past_due"
    retry_at = None if is_paid else clock.now() + RETRY_SECONDS
    agenda.keep(subscription, attempts=0 if is_paid else attempts, retry_at=retry_at)


def resume(subscription: dict) -> dict:
    """Bill a subscription again whose trial ended without a card: a new period begins now."""
    before = {"status": subscription["status"]}
    subscription["status"] = "active"
    items.begin(subscription, clock.now())
    settle(subscription, bill(subscription, "subscription_update"))
    events.emit("customer.subscription.updated", subscription, before)
    events.emit("customer.subscription.resumed", subscription)
    return subscription


def running_out(subscription: dict, *, is_ending: bool) -> dict:
    """The fields that say that a subscription ends with its period, or that this was taken back."""
    return {
        "cancel_at_period_end": is_ending,
        "canceled_at": clock.now() if is_ending else None,
        "cancel_at": agenda.period_end(subscription) if is_ending else None,
        "cancellation_details": {"reason": "cancellation_requested" if is_ending else None},
    }


def end(subscription: dict, reason: str | None) -> dict:
    """End a subscription now."""
    moment = clock.now()
    subscription["cancellation_details"]["reason"] = reason
    subscription.update(status="canceled", ended_at=moment, canceled_at=subscription["canceled_at"] or moment)
    agenda.keep(subscription)
    phases.finish(subscription, is_run_out=reason is None)
    events.emit("customer.subscription.deleted", subscription)
    return subscription


def warn(subscription: dict, _notes: dict) -> None:
    """Tell that the trial is about to end."""
    trials.warn(subscription)


STEPS = {"warning": warn, "resumption": pauses.lift, "renewal": renew}

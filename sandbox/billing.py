"""Subscriptions: starts them, bills each period, renews them when it ends, ends them."""

from typing import Any

from sandbox import clock, context, events, listing, payments, periods, store
from sandbox.errors import Declined
from sandbox.models import StoredObject
from sandbox.payments import Confirmation
from sandbox.resources import invoices, payment_intents, plans
from sandbox.resources.payment_methods import resolve

RETRY_SECONDS = 3 * 24 * 3600
RETRIES = 3


def start(customer: str, items: list[dict], method: str, **more: Any) -> dict:
    """A subscription of a customer for priced `items` (price and quantity), not billed yet."""
    moment = clock.now()
    key = store.new_id("sub_")
    lines = [subscription_item(key, item, moment) for item in items]
    listed = listing.sublist(lines, f"/v1/subscription_items?subscription={key}")
    subscription = store.create(
        "subscription",
        "sub_",
        id=key,
        customer=customer,
        currency=items[0]["price"]["currency"],
        items=listed,
        default_payment_method=method,
        billing_cycle_anchor=moment,
        start_date=moment,
        due_at=lines[0]["current_period_end"],
        **more,
    )
    events.emit("customer.subscription.created", subscription)
    return subscription


def subscription_item(subscription: str, item: dict, moment: int) -> dict:
    """One thing that a subscription bills for."""
    price = item["price"]
    values = {
        "subscription": subscription,
        "price": price,
        "plan": plans.plan_of(price),
        "quantity": item.get("quantity", 1),
        "current_period_start": moment,
        "current_period_end": periods.end_of(moment, price["recurring"]),
    }
    return store.create("subscription_item", "si_", **values)


def bill(subscription: dict, reason: str, extra: tuple[dict, ...] = ()) -> dict:
    """The invoice for the current period and for one-time `extra` items; open until it is paid."""
    invoice = invoices.new_invoice(subscription, reason, extra)
    subscription["latest_invoice"] = invoice["id"]
    store.save(subscription)
    return invoice


def collect(subscription: dict, invoice: dict) -> bool:
    """Charge the subscription's payment method for an open invoice; whether it was paid."""
    intent = payment_intents.new_intent(
        {
            "amount": invoice["amount_due"],
            "currency": invoice["currency"],
            "customer": subscription["customer"],
            "payment_method_types": ["card"],
        }
    )
    method = store.get("payment_method", subscription["default_payment_method"])
    try:
        payments.confirm(intent, method, Confirmation(is_off_session=True))
    except Declined:
        invoices.note_failure(invoice)
        return False
    invoices.note_payment(invoice, intent)
    return True


def renew(subscription: dict, notes: dict) -> None:
    """What happens when a period, or the wait for another attempt, is over."""
    if subscription["cancel_at_period_end"]:
        end(subscription, "cancellation_requested")
    elif subscription["status"] == "past_due":
        retry(subscription, notes)
    else:
        advance(subscription)
        settle(subscription, bill(subscription, "subscription_cycle"), 0)


def step(subscription: dict) -> None:
    """Let the end of the period, or the next attempt to collect, come now: time that somebody waits for."""
    row = StoredObject.objects.get(key=subscription["id"], account=context.current().account)
    if row.due_at is not None:
        store.save(subscription, due_at=None)
        renew(subscription, row.notes)


def pay(invoice: dict, method: str = "") -> dict:
    """Collect an open invoice of a subscription now, by its own method unless another is named.

    Raises Declined.
    """
    details = invoice["parent"]["subscription_details"]
    subscription = store.get("subscription", details["subscription"], is_locked=True)
    usual = subscription["default_payment_method"]
    subscription["default_payment_method"] = resolve(method)["id"] if method else usual
    is_paid = collect(subscription, invoice)
    subscription["default_payment_method"] = usual
    conclude(subscription, store.notes(subscription["id"]).get("attempts", 0), is_paid=is_paid)
    if invoice["status"] != "paid":
        raise Declined("Your card was declined.", "card_declined", "generic_decline")
    return invoice


def retry(subscription: dict, notes: dict) -> None:
    """Try to collect a failed renewal once more; after some attempts the subscription ends."""
    attempts = notes.get("attempts", 0)
    if attempts >= RETRIES:
        end(subscription, "payment_failed")
        return
    settle(subscription, store.get("invoice", subscription["latest_invoice"], is_locked=True), attempts + 1)


def settle(subscription: dict, invoice: dict, attempts: int) -> None:
    """Collect for a period and set the state that follows from it."""
    conclude(subscription, attempts, is_paid=collect(subscription, invoice))


def conclude(subscription: dict, attempts: int, *, is_paid: bool) -> None:
    """The state and the next step that follow from an attempt to collect."""
    before = {"status": subscription["status"]}
    subscription["status"] = "active" if is_paid else "past_due"
    period_end = subscription["items"]["data"][0]["current_period_end"]
    due_at = period_end if is_paid else clock.now() + RETRY_SECONDS
    store.save(subscription, due_at=due_at, notes={"attempts": 0 if is_paid else attempts})
    events.emit("customer.subscription.updated", subscription, before)


def advance(subscription: dict) -> None:
    """Move to the next period."""
    for item in subscription["items"]["data"]:
        item["current_period_start"] = item["current_period_end"]
        item["current_period_end"] = periods.end_of(item["current_period_start"], item["price"]["recurring"])
        store.save(item)


def end(subscription: dict, reason: str) -> dict:
    """End a subscription now."""
    moment = clock.now()
    subscription["cancellation_details"]["reason"] = reason
    subscription.update(status="canceled", ended_at=moment, canceled_at=subscription["canceled_at"] or moment)
    store.save(subscription, due_at=None)
    events.emit("customer.subscription.deleted", subscription)
    return subscription

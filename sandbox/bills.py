"""An invoice from draft to its end: final, paid, void or uncollectible."""

from sandbox import clock, credit, events, listing, store
from sandbox.errors import Declined
from sandbox.resources import invoice_items

PATH = "/v1/invoices"


def draft(subscription: dict, reason: str, entries: list[dict]) -> dict:
    """A draft over `entries` (lines) and what was pending for the subscription."""
    key = store.new_id("in_")
    entries = [*invoice_items.taken(subscription, key), *entries]
    for entry in entries:
        entry["invoice"] = key
    customer = store.row("customer", subscription["customer"]).body
    period = subscription["items"]["data"][0]
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    invoice = store.create(
        "invoice",
        "in_",
        id=key,
        customer=subscription["customer"],
        customer_email=customer.get("email"),
        customer_name=customer.get("name"),
        currency=subscription["currency"],
        billing_reason=reason,
        lines=listing.sublist(entries, f"{PATH}/{key}/lines"),
        parent={
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": details,
        },
        period_start=period["current_period_start"],
        period_end=period["current_period_end"],
        **credit.amounts(sum(entry["amount"] for entry in entries), customer.get("balance", 0)),
    )
    events.emit("invoice.created", invoice)
    return invoice


def finalize(invoice: dict) -> dict:
    """Make a draft final; one with nothing to collect is paid by that."""
    close(invoice)
    return invoice if invoice["amount_due"] else note_payment(invoice, None)


def close(invoice: dict) -> dict:
    """Make a draft final and leave it open."""
    moment = clock.now()
    credit.take(invoice)
    numbered = store.objects("invoice").exclude(body__number=None).count()
    invoice.update(status="open", effective_at=moment, number=f"TEST-{numbered + 1:04}")
    invoice["status_transitions"]["finalized_at"] = moment
    store.save(invoice)
    events.emit("invoice.finalized", invoice)
    return invoice


def lay_aside(invoice: dict, behavior: str) -> dict:
    """What happens to a draft while collection is paused: void, mark_uncollectible or keep_as_draft."""
    if behavior == "keep_as_draft":
        return invoice
    if invoice["total"] <= 0:
        return finalize(invoice)
    return (void if behavior == "void" else mark_uncollectible)(close(invoice))


def void(invoice: dict) -> dict:
    """Take an invoice back; what it used of the customer's balance returns."""
    credit.give_back(invoice)
    return given_up(invoice, "void", "voided")


def mark_uncollectible(invoice: dict) -> dict:
    """Expect no money for an invoice any more."""
    return given_up(invoice, "uncollectible", "marked_uncollectible")


def given_up(invoice: dict, status: str, word: str) -> dict:
    """End an invoice that was not paid, and tell of it."""
    before = {"status": invoice["status"]}
    invoice["status"] = status
    invoice["status_transitions"][f"{word}_at"] = clock.now()
    store.save(invoice)
    events.emit("invoice.updated", invoice, before)
    events.emit(f"invoice.{word}", invoice)
    return invoice


def note_payment(invoice: dict, intent: dict | None) -> dict:
    """An intent has paid an open invoice; without one there was nothing to collect."""
    moment = clock.now()
    invoice.update(status="paid", amount_paid=invoice["amount_due"], amount_remaining=0, attempted=True)
    invoice["attempt_count"] += 1 if intent else 0
    invoice["status_transitions"]["paid_at"] = moment
    store.save(invoice)
    told = [("invoice.paid", invoice), ("invoice.payment_succeeded", invoice)]
    if intent:
        told.append(("invoice_payment.paid", payment_of(invoice, intent, moment)))
    for name, body in told:
        events.emit(name, body)
    return invoice


def payment_of(invoice: dict, intent: dict, moment: int) -> dict:
    """The payment of an invoice by an intent."""
    return store.create(
        "invoice_payment",
        "inpay_",
        invoice=invoice["id"],
        amount_requested=invoice["amount_due"],
        amount_paid=invoice["amount_due"],
        currency=invoice["currency"],
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status="paid",
        status_transitions={"canceled_at": None, "paid_at": moment},
    )


def note_failure(invoice: dict, refusal: Declined) -> dict:
    """An attempt to collect an open invoice was declined."""
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    store.save(invoice)
    events.emit("invoice.payment_failed", invoice)
    if refusal.error.get("code") == "authentication_required":
        events.emit("invoice.payment_action_required", invoice)
    return invoice

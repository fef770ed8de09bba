"""`/v1/invoices` and `/v1/invoice_payments`: the bills of subscriptions."""

from typing import Any

from sandbox import clock, crud, events, listing, store
from sandbox.routes import Call, includes, route

PATH = "/v1/invoices"

crud.serve_reading("invoice_payment", "/v1/invoice_payments")


@route("GET", PATH)
def page(call: Call) -> dict:
    """Invoices, those of one subscription if it is named."""
    key = call.params.pop("subscription", None)
    fixed = {"parent__subscription_details__subscription": key} if key else {}
    return listing.page("invoice", call, **fixed)


crud.serve_reading("invoice", PATH)


@route("GET", PATH + "/{id}/lines")
def lines(call: Call) -> dict:
    """What an invoice bills for."""
    return {**store.get("invoice", call.id)["lines"], "url": call.path}


@includes("invoice", "payments")
def invoice_payments(invoice: dict) -> dict:
    """How an invoice was paid."""
    rows = store.objects("invoice_payment").filter(body__invoice=invoice["id"])
    return listing.sublist([row.body for row in rows], "/v1/invoice_payments")


def new_invoice(subscription: dict, reason: str, extra: tuple[dict, ...] = ()) -> dict:
    """An open invoice for a subscription's current period and for one-time items."""
    key = store.new_id("in_")
    items = subscription["items"]["data"]
    entries = [subscription_line(key, subscription, item) for item in items]
    entries += [one_time_line(key, subscription, item) for item in extra]
    total = sum(entry["amount"] for entry in entries)
    customer = store.get("customer", subscription["customer"])
    moment = clock.now()
    invoice = store.create(
        "invoice",
        "in_",
        id=key,
        customer=subscription["customer"],
        customer_email=customer["email"],
        customer_name=customer["name"],
        currency=subscription["currency"],
        billing_reason=reason,
        lines=listing.sublist(entries, f"{PATH}/{key}/lines"),
        number=f"TEST-{store.objects('invoice').count() + 1:04}",
        parent={
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
        },
        period_start=items[0]["current_period_start"],
        period_end=items[0]["current_period_end"],
        **amounts(total),
    )
    events.emit("invoice.created", invoice)
    invoice.update(status="open", effective_at=moment)
    invoice["status_transitions"]["finalized_at"] = moment
    store.save(invoice)
    events.emit("invoice.finalized", invoice)
    return invoice


def amounts(total: int) -> dict[str, Any]:
    """The amount fields of an invoice that is not paid yet."""
    due = (
        "amount_due",
        "amount_remaining",
        "subtotal",
        "subtotal_excluding_tax",
        "total",
        "total_excluding_tax",
    )
    return dict.fromkeys(due, total)


def subscription_line(invoice: str, subscription: dict, item: dict) -> dict:
    """A line for one item of a subscription in its current period."""
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": subscription["id"],
        "subscription_item": item["id"],
    }
    parent = {
        "type": "subscription_item_details",
        "invoice_item_details": None,
        "subscription_item_details": details,
    }
    period = {"start": item["current_period_start"], "end": item["current_period_end"]}
    return invoice_line(invoice, item["price"], item["quantity"], period=period, parent=parent)


def one_time_line(invoice: str, subscription: dict, item: dict) -> dict:
    """A line for something that is billed once, beside the subscription."""
    moment = clock.now()
    details = {
        "invoice_item": store.new_id("ii_"),
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": subscription["id"],
    }
    parent = {
        "type": "invoice_item_details",
        "invoice_item_details": details,
        "subscription_item_details": None,
    }
    period = {"start": moment, "end": moment}
    return invoice_line(invoice, item["price"], item["quantity"], period=period, parent=parent)


def invoice_line(invoice: str, price: dict, quantity: int, **more: object) -> dict:
    """A line of an invoice."""
    amount = price["unit_amount"] * quantity
    priced = {"price": price["id"], "product": price["product"]}
    return store.skeleton(
        "line_item",
        id=store.new_id("il_"),
        invoice=invoice,
        amount=amount,
        subtotal=amount,
        currency=price["currency"],
        quantity=quantity,
        description=store.get("product", price["product"])["name"],
        pricing={
            "type": "price_details",
            "price_details": priced,
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        **more,
    )


def note_payment(invoice: dict, intent: dict) -> dict:
    """An intent has paid an open invoice."""
    moment = clock.now()
    invoice.update(status="paid", amount_paid=invoice["amount_due"], amount_remaining=0, attempted=True)
    invoice["attempt_count"] += 1
    invoice["status_transitions"]["paid_at"] = moment
    store.save(invoice)
    payment = store.create(
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
    for name, body in (
        ("invoice.paid", invoice),
        ("invoice.payment_succeeded", invoice),
        ("invoice_payment.paid", payment),
    ):
        events.emit(name, body)
    return invoice


def note_failure(invoice: dict) -> dict:
    """An attempt to collect an open invoice was declined."""
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    store.save(invoice)
    events.emit("invoice.payment_failed", invoice)
    return invoice

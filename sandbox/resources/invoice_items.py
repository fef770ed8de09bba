"""`/v1/invoiceitems` (read only): what a change of plan leaves to be billed, until an invoice takes it."""

from typing import Any

from django.db.models import QuerySet

from sandbox import clock, crud, events, lines, store
from sandbox.models import StoredObject

PATH = "/v1/invoiceitems"

crud.serve_reading("invoiceitem", PATH)


def new_item(subscription: dict, item: dict, amount: int, **more: Any) -> dict:
    """A proration over an amount in minor units for a subscription's item, pending; `more` describes it."""
    parent = {
        "type": "subscription_details",
        "subscription_details": {"subscription": subscription["id"], "subscription_item": item["id"]},
    }
    body = store.create(
        "invoiceitem",
        "ii_",
        amount=amount,
        net_amount=amount,
        currency=subscription["currency"],
        customer=subscription["customer"],
        date=clock.now(),
        discountable=False,
        parent=parent,
        pricing=lines.pricing(item["price"]),
        proration=True,
        quantity=item["quantity"],
        quantity_decimal=str(item["quantity"]),
        notes={"item": item},
        **more,
    )
    del body["created"]
    events.emit("invoiceitem.created", store.save(body))
    return body


def pending(subscription: dict) -> QuerySet[StoredObject]:
    """What waits to be billed to a subscription, oldest first."""
    rows = store.objects("invoiceitem").order_by("seq")
    return rows.filter(
        body__invoice=None, body__parent__subscription_details__subscription=subscription["id"]
    )


def taken(subscription: dict, invoice: str) -> list[dict]:
    """The lines for what is pending for a subscription, for an invoice that keeps them."""
    found = []
    for row in pending(subscription):
        body, item = row.body, row.notes["item"]
        body["invoice"] = invoice
        store.save(body)
        told = {"parent": lines.parent_of(item, body["id"]), "period": body["period"], "discountable": False}
        entry = lines.line(item["price"], item["quantity"], body["amount"], **told)
        found.append({**entry, "description": body["description"]})
    return found

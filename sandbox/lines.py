"""The lines of an invoice: a period, a trial, something billed once, a pending item."""

from sandbox import clock, store


def line(price: dict, quantity: int, amount: int, **more: object) -> dict:
    """A line over an amount in minor units, described by its product unless told otherwise."""
    name = store.row("product", price["product"]).body.get("name", "")
    values = {"description": name, **more}
    return store.skeleton(
        "line_item",
        id=store.new_id("il_"),
        amount=amount,
        subtotal=amount,
        currency=price["currency"],
        quantity=quantity,
        pricing=pricing(price),
        **values,
    )


def pricing(price: dict) -> dict:
    """A price as a line or an invoice item tells of it."""
    return {
        "type": "price_details",
        "price_details": {"price": price["id"], "product": price["product"]},
        "unit_amount_decimal": price["unit_amount_decimal"],
    }


def of_period(item: dict) -> dict:
    """A subscription's item in its current period, in full."""
    amount = item["price"]["unit_amount"] * item["quantity"]
    return line(item["price"], item["quantity"], amount, period=period_of(item), parent=parent_of(item))


def of_trial(item: dict) -> dict:
    """A subscription's item during its trial: nothing."""
    name = store.row("product", item["price"]["product"]).body.get("name", "")
    told = {"description": f"Trial period for {name}", "period": period_of(item), "parent": parent_of(item)}
    return line(item["price"], item["quantity"], 0, **told)


def once(subscription: dict, item: dict) -> dict:
    """Something that is billed once, beside the subscription."""
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
    amount = item["price"]["unit_amount"] * item["quantity"]
    period = {"start": moment, "end": moment}
    return line(item["price"], item["quantity"], amount, period=period, parent=parent)


def period_of(item: dict) -> dict:
    """The current period of a subscription's item."""
    return {"start": item["current_period_start"], "end": item["current_period_end"]}


def parent_of(item: dict, invoice_item: str | None = None) -> dict:
    """Where the line for a subscription's item comes from; prorations come by an invoice item."""
    details = {
        "invoice_item": invoice_item,
        "proration": invoice_item is not None,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return {
        "type": "subscription_item_details",
        "invoice_item_details": None,
        "subscription_item_details": details,
    }

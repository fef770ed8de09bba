"""`/v1/subscriptions` and `/v1/subscription_items`."""

from sandbox import billing, clock, crud, listing, store
from sandbox.errors import Refused, refuse_unbuilt
from sandbox.resources.payment_methods import resolve
from sandbox.routes import Call, route

PATH = "/v1/subscriptions"
NOT_YET = (
    "application_fee_percent",
    "transfer_data",
    "on_behalf_of",
    "trial_end",
    "trial_period_days",
    "discounts",
    "add_invoice_items",
    "billing_cycle_anchor",
)

crud.serve_reading("subscription_item", "/v1/subscription_items")


@route("GET", PATH)
def page(call: Call) -> dict:
    """Subscriptions; those that have ended only if they are asked for, or all."""
    status = call.params.pop("status", "")
    if status == "all":
        return listing.page("subscription", call)
    wanted = {"status": status} if status else {"ended_at": None}
    return listing.page("subscription", call, **wanted)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Start a subscription and collect its first invoice."""
    refuse_unbuilt(call.params, *NOT_YET)
    customer = store.get("customer", call.params["customer"], param="customer")
    items = [priced(item) for item in call.params.get("items", [])]
    if not items:
        raise Refused("Missing required param: items.", param="items", code="parameter_missing")
    key = call.params.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
    if not key:
        raise Refused("This customer has no attached payment source or default payment method.")
    subscription = billing.start(
        customer["id"], items, resolve(key)["id"], **crud.picked(call.params, "metadata", "description")
    )
    if not billing.collect(subscription, billing.bill(subscription, "subscription_create")):
        subscription["status"] = "incomplete"
        store.save(subscription, due_at=None)
    return subscription


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set fields; `cancel_at_period_end` lets it run out, or takes that back."""
    refuse_unbuilt(call.params, *NOT_YET, "items")
    subscription = store.get("subscription", call.id, is_locked=True)
    params = dict(call.params)
    if params.get("default_payment_method"):
        params["default_payment_method"] = resolve(params["default_payment_method"])["id"]
    if "cancel_at_period_end" in params:
        is_ending = params["cancel_at_period_end"]
        subscription["canceled_at"] = clock.now() if is_ending else None
        subscription["cancel_at"] = (
            subscription["items"]["data"][0]["current_period_end"] if is_ending else None
        )
    return crud.changed(subscription, params, "customer.subscription")


@route("DELETE", PATH + "/{id}")
def cancel(call: Call) -> dict:
    """End it at once."""
    subscription = store.get("subscription", call.id, is_locked=True)
    if subscription["status"] == "canceled":
        raise Refused(f"No such subscription: '{call.id}'", status=404, code="resource_missing", param="id")
    return billing.end(subscription, "cancellation_requested")


crud.serve_reading("subscription", PATH)


@clock.when_due("subscription")
def ripen(subscription: dict, notes: dict) -> None:
    """Renew it, or let it end."""
    billing.renew(subscription, notes)


@route("POST", "/v1/invoices/{id}/pay")
def pay_invoice(call: Call) -> dict:
    """Collect an open invoice, with a card that is named or the one that the subscription has now."""
    invoice = store.get("invoice", call.id, is_locked=True)
    if invoice["status"] != "open":
        raise Refused("Invoice is already paid", code="invoice_already_paid")
    return billing.pay(invoice, call.params.get("payment_method", ""))


def priced(item: dict) -> dict:
    """An item with its recurring price in full."""
    price = store.get("price", item.get("price", ""), param="items[0][price]")
    if not price["recurring"]:
        raise Refused("The price specified is set to `type=one_time`, use a recurring price.", param="items")
    return {"price": price, "quantity": item.get("quantity", 1)}

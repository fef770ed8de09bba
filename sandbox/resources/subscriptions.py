"""`/v1/subscriptions` and `/v1/subscription_items`."""

from copy import deepcopy

from sandbox import (
    agenda,
    billing,
    changes,
    clock,
    crud,
    events,
    items,
    listing,
    pauses,
    phases,
    store,
    trials,
)
from sandbox.errors import Refused, refuse_beyond, refuse_unbuilt, undone
from sandbox.resources.payment_methods import resolve
from sandbox.routes import Call, route

PATH = "/v1/subscriptions"
EITHER = frozenset(
    {"items", "metadata", "description", "default_payment_method", "payment_behavior", "expand"}
)
MORE = frozenset({"off_session", "proration_behavior"})
CREATED_WITH = EITHER | MORE | (trials.NAMES - {"trial_from_plan"}) | {"customer", "currency"}
CHANGED_WITH = (
    EITHER
    | MORE
    | changes.NAMES
    | {"trial_settings", "pause_collection", "cancel_at_period_end", "cancellation_details"}
)
WATCHED = ("items", "status", "latest_invoice", "billing_cycle_anchor", "trial_end", "pause_collection")
BEHAVIORS = ("allow_incomplete", "error_if_incomplete")

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
    refuse_beyond(call.params, CREATED_WITH)
    check_behavior(call.params)
    trials.check(call.params)
    customer = store.get("customer", call.params.get("customer", ""), param="customer")
    wanted = [priced(item) for item in call.params.get("items", [])]
    if not wanted:
        raise Refused("Missing required param: items.", param="items", code="parameter_missing")
    trial_end = trials.end_of(call.params)
    key = call.params.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
    if not key and not trial_end:
        raise Refused("This customer has no attached payment source or default payment method.")
    subscription = billing.start(
        customer["id"],
        wanted,
        resolve(key)["id"] if key else None,
        trial_end=trial_end,
        trial_settings=trials.settings_of(call.params),
        **crud.picked(call.params, "metadata", "description"),
    )
    return begun(subscription, call.params)


def begun(subscription: dict, params: dict) -> dict:
    """A new subscription after its first invoice; incomplete if the card was declined."""
    refusal = billing.settle(subscription, billing.bill(subscription, "subscription_create"))
    if refusal and params.get("payment_behavior") == "error_if_incomplete":
        raise undone(refusal)
    if refusal:
        subscription["status"] = "incomplete"
        store.save(subscription, due_at=None)
    return subscription


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set fields, change what is billed, let it run out or take that back."""
    refuse_beyond(call.params, CHANGED_WITH)
    check_behavior(call.params)
    subscription = store.get("subscription", call.id, is_locked=True)
    check_open(subscription, call.params)
    phases.check_free(subscription, call.params)
    before = {name: deepcopy(subscription[name]) for name in WATCHED}
    previous = set_fields(subscription, call.params)
    if "pause_collection" in call.params:
        subscription["pause_collection"] = pauses.wanted(call.params)
        agenda.keep(subscription)
    if changes.NAMES & set(call.params):
        amend(subscription, call.params)
    previous |= {name: value for name, value in before.items() if subscription[name] != value}
    if previous:
        events.emit("customer.subscription.updated", subscription, previous)
    return subscription


def amend(subscription: dict, params: dict) -> None:
    """Change what is billed; what that makes due now is collected."""
    invoice = changes.amend(subscription, params)
    if not invoice:
        return
    refusal = billing.settle(subscription, invoice)
    if refusal and params.get("payment_behavior") == "error_if_incomplete":
        raise undone(refusal)


def set_fields(subscription: dict, params: dict) -> dict:
    """Set what can be set without money; the values before."""
    params = {
        name: value for name, value in params.items() if name not in changes.NAMES | {"pause_collection"}
    }
    if params.get("default_payment_method"):
        params["default_payment_method"] = resolve(params["default_payment_method"])["id"]
    if "cancel_at_period_end" in params:
        told = billing.running_out(subscription, is_ending=params["cancel_at_period_end"])
        details = {**told["cancellation_details"], **params.get("cancellation_details", {})}
        params |= {**told, "cancellation_details": details}
    return crud.set_fields(subscription, params)


@route("POST", PATH + "/{id}/resume")
def resume(call: Call) -> dict:
    """Bill a paused subscription again, from now on."""
    refuse_unbuilt(call.params, "proration_date")
    refuse_unbuilt(
        {"billing_cycle_anchor": call.params.get("billing_cycle_anchor") == "unchanged"},
        "billing_cycle_anchor",
    )
    subscription = store.get("subscription", call.id, is_locked=True)
    if subscription["status"] != "paused":
        raise Refused(f"The subscription is {subscription['status']}; only a paused one can be resumed.")
    return billing.resume(subscription)


@route("DELETE", PATH + "/{id}")
def cancel(call: Call) -> dict:
    """End it at once."""
    refuse_beyond(call.params, {"cancellation_details", "expand"})
    subscription = store.get("subscription", call.id, is_locked=True)
    if subscription["status"] == "canceled":
        raise Refused(f"No such subscription: '{call.id}'", status=404, code="resource_missing", param="id")
    return billing.end(subscription, "cancellation_requested")


crud.serve_reading("subscription", PATH)


@clock.when_due("subscription")
def ripen(subscription: dict, notes: dict) -> None:
    """Let what it waited for happen."""
    billing.wake(subscription, notes)


def priced(item: dict) -> dict:
    """An item with its recurring price in full."""
    refuse_beyond(item, {"price", "price_data", "quantity"})
    return {"price": items.priced(item), "quantity": item.get("quantity", 1)}


def check_behavior(params: dict) -> None:
    """Refuse ways to handle an unpaid first or changed invoice that the sandbox has not built."""
    behavior = params.get("payment_behavior", BEHAVIORS[0])
    if behavior not in BEHAVIORS:
        raise Refused(f"The sandbox does not have payment_behavior={behavior} yet.", param="payment_behavior")


def check_open(subscription: dict, params: dict) -> None:
    """Refuse to change what has ended."""
    if subscription["status"] == "incomplete" and changes.NAMES & set(params):
        raise Refused(
            "You cannot update a subscription in `incomplete` status in a way that bills it.", param="id"
        )
    if subscription["status"] == "canceled" and set(params) - {"cancellation_details", "metadata", "expand"}:
        raise Refused(
            "A canceled subscription can only update its cancellation_details and metadata.", param="id"
        )

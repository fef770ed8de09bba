"""`/v1/subscription_schedules`: what a subscription will be billed for from which day on."""

from copy import deepcopy

from sandbox import agenda, billing, changes, clock, crud, events, phases, planning, store
from sandbox.errors import Refused, refuse_beyond, refuse_unbuilt
from sandbox.routes import Call, route

PATH = "/v1/subscription_schedules"
END_BEHAVIORS = ("release", "cancel")

crud.serve_reading("subscription_schedule", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Let a schedule manage a subscription that there is: its phase is the current period."""
    key = call.params.get("from_subscription")
    if not key:
        raise Refused("The sandbox makes schedules from subscriptions only.", param="from_subscription")
    refuse_given(call.params)
    subscription = store.get("subscription", key, is_locked=True, param="from_subscription")
    check_unmanaged(subscription)
    start, end = agenda.period_start(subscription), agenda.period_end(subscription)
    mine = [phases.billed_at(item["price"]["id"], item["quantity"]) for item in subscription["items"]["data"]]
    first = phases.phase(start, end, mine, currency=subscription["currency"])
    schedule = store.create(
        "subscription_schedule",
        "sub_sched_",
        customer=subscription["customer"],
        subscription=key,
        phases=[first],
        current_phase={"start_date": start, "end_date": end},
        due_at=end,
    )
    events.emit("subscription_schedule.created", schedule)
    subscription["schedule"] = schedule["id"]
    store.save(subscription)
    events.emit("customer.subscription.updated", subscription, {"schedule": None})
    return schedule


def refuse_given(params: dict) -> None:
    """Refuse what Stripe does not take together with `from_subscription`."""
    for name in sorted(set(params) - {"from_subscription", "expand"}):
        raise Refused(f"You cannot set `{name}` if `from_subscription` is set.", param=name)


def check_unmanaged(subscription: dict) -> None:
    """Refuse a subscription that has a schedule, or none to come."""
    if subscription["schedule"]:
        raise Refused(
            "You cannot migrate a subscription that is already attached to a schedule: "
            f"`{subscription['schedule']}`.",
            param="from_subscription",
        )
    if subscription["status"] not in agenda.LIVE or subscription["cancel_at_period_end"]:
        raise Refused(
            "The sandbox takes no subscription that has ended, or is about to, into a schedule.",
            param="from_subscription",
        )


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set what follows the current phase, and what comes at the end."""
    refuse_beyond(call.params, {"phases", "end_behavior", "metadata", "proration_behavior", "expand"})
    schedule, subscription = opened(call.id, "updated")
    params = {name: value for name, value in call.params.items() if name != "proration_behavior"}
    if params.get("end_behavior", "release") not in END_BEHAVIORS:
        raise Refused("The sandbox has the end_behavior release and cancel.", param="end_behavior")
    if "phases" in params:
        params["phases"] = planning.planned(schedule, subscription, params["phases"])
    previous = crud.set_fields(schedule, params)
    current = next(
        one for one in schedule["phases"] if one["start_date"] == schedule["current_phase"]["start_date"]
    )
    schedule["current_phase"]["end_date"] = current["end_date"]
    phases.keep(schedule)
    if previous:
        events.emit("subscription_schedule.updated", schedule, previous)
    set_end(schedule, subscription)
    return schedule


def set_end(schedule: dict, subscription: dict) -> None:
    """Let the subscription say when its schedule will cancel it."""
    end = schedule["phases"][-1]["end_date"] if schedule["end_behavior"] == "cancel" else None
    if subscription["cancel_at"] != end:
        before = {"cancel_at": subscription["cancel_at"]}
        subscription["cancel_at"] = end
        events.emit("customer.subscription.updated", store.save(subscription), before)


@route("POST", PATH + "/{id}/release")
def release(call: Call) -> dict:
    """Let the subscription go on by itself."""
    refuse_unbuilt(call.params, "preserve_cancel_date")
    schedule, subscription = opened(call.id, "released")
    released = phases.release(subscription, schedule)
    events.emit("customer.subscription.updated", subscription, {"schedule": schedule["id"]})
    return released


@route("POST", PATH + "/{id}/cancel")
def cancel(call: Call) -> dict:
    """End the schedule and its subscription at once."""
    refuse_unbuilt(call.params, "prorate")
    schedule, subscription = opened(call.id, "canceled")
    billing.end(subscription, "cancellation_requested")
    return store.get("subscription_schedule", schedule["id"])


def opened(key: str, verb: str) -> tuple[dict, dict]:
    """A schedule that has not ended, and its subscription, both locked."""
    schedule = store.get("subscription_schedule", key, is_locked=True)
    if schedule["status"] not in phases.OPEN:
        raise Refused(
            f"You cannot change a subscription schedule that is currently in the `{schedule['status']}` "
            f"status. It must be in `not_started`, `active` status to be {verb}.",
            param="id",
        )
    return schedule, store.get("subscription", schedule["subscription"], is_locked=True)


@clock.when_due("subscription_schedule")
def ripen(schedule: dict, notes: dict) -> None:
    """A phase is over in the midst of a period: the next one changes the plan, as an update would."""
    subscription = store.get("subscription", schedule["subscription"], is_locked=True)
    following = phases.next_of(schedule)
    if not following:
        run_out(subscription, schedule)
        return
    before = {"items": deepcopy(subscription["items"])}
    mine = subscription["items"]["data"]
    told = [
        {"id": item["id"], "price": one["price"], "quantity": one["quantity"]}
        for item, one in zip(mine, following["items"], strict=True)
    ]
    at = min(max(following["start_date"], agenda.period_start(subscription)), agenda.period_end(subscription))
    params = {
        "items": told,
        "proration_behavior": following["proration_behavior"],
        "proration_date": at,
    }
    invoice = changes.amend(subscription, params)
    phases.begin(subscription, schedule, following)
    if invoice:
        billing.settle(subscription, invoice)
    events.emit("customer.subscription.updated", subscription, before)


def run_out(subscription: dict, schedule: dict) -> None:
    """The last phase is over in the midst of a period."""
    if schedule["end_behavior"] == "cancel":
        billing.end(subscription, None)
    else:
        phases.release(subscription, schedule)
        events.emit("customer.subscription.updated", subscription, {"schedule": schedule["id"]})

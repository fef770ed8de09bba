"""The phases of a subscription's schedule: which price is billed from when, and what comes after the last."""

from typing import Any

from sandbox import agenda, clock, events, items, store
from sandbox.errors import Refused

OPEN = ("not_started", "active")
PHASE: dict[str, Any] = {
    "add_invoice_items": [],
    "application_fee_percent": None,
    "automatic_tax": None,
    "billing_cycle_anchor": None,
    "billing_thresholds": None,
    "collection_method": None,
    "default_payment_method": None,
    "default_tax_rates": [],
    "description": None,
    "discounts": [],
    "invoice_settings": None,
    "metadata": {},
    "on_behalf_of": None,
    "proration_behavior": "create_prorations",
    "transfer_data": None,
    "trial_end": None,
}


def phase(start: int, end: int, billed: list[dict], **more: object) -> dict:
    """A phase from and to a unix time with items that `billed` describes."""
    dates = {"start_date": start, "end_date": end}
    return {**PHASE, **more, **dates, "items": billed}


def billed_at(price: str, quantity: int) -> dict:
    """An item of a phase."""
    more: dict[str, Any] = {"billing_thresholds": None, "discounts": [], "metadata": {}, "tax_rates": []}
    return {**more, "plan": price, "price": price, "quantity": quantity}


def of(subscription: dict) -> dict | None:
    """The schedule that manages a subscription."""
    return store.find(subscription["schedule"] or "")


def check_free(subscription: dict, params: dict) -> None:
    """Refuse to change directly what a schedule manages."""
    if not subscription["schedule"]:
        return
    for names, what in (
        (("cancel_at_period_end",), "cancelation behavior"),
        (("items", "billing_cycle_anchor", "trial_end"), "price, period or trial"),
    ):
        if set(names) & set(params):
            raise Refused(
                f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and "
                f"updating any {what} directly is not allowed. Please update the schedule instead."
            )


def cancels(subscription: dict) -> bool:
    """Whether the subscription ends with its period because its schedule does and says so."""
    schedule = of(subscription)
    if not schedule or schedule["end_behavior"] != "cancel":
        return False
    return schedule["phases"][-1]["end_date"] <= agenda.period_end(subscription)


def turn(subscription: dict, moment: int) -> None:
    """Begin the phases that are due at a unix time which ends a period: the next one bills by them."""
    schedule = of(subscription)
    while schedule and schedule["current_phase"]["end_date"] <= moment:
        following = next_of(schedule)
        if following:
            for item, told in zip(subscription["items"]["data"], following["items"], strict=True):
                items.reprice(item, store.get("price", told["price"]), told["quantity"])
            begin(subscription, schedule, following)
        else:
            release(subscription, schedule)
            return


def next_of(schedule: dict) -> dict | None:
    """The phase after the current one."""
    end = schedule["current_phase"]["end_date"]
    return next((one for one in schedule["phases"] if one["start_date"] >= end), None)


def begin(subscription: dict, schedule: dict, following: dict) -> None:
    """Let a phase be the current one, and tell of it."""
    before = {"current_phase": schedule["current_phase"]}
    schedule["current_phase"] = {name: following[name] for name in ("start_date", "end_date")}
    subscription["metadata"] = {**subscription["metadata"], **following["metadata"]}
    store.save(subscription)
    keep(schedule)
    events.emit("subscription_schedule.updated", schedule, before)


def keep(schedule: dict) -> dict:
    """Store a schedule; it is looked at when its current phase is over."""
    current = schedule["current_phase"]
    return store.save(schedule, due_at=current["end_date"] if current else None)


def release(subscription: dict, schedule: dict) -> dict:
    """Let the subscription go on by itself as it is."""
    subscription["schedule"] = None
    if schedule["end_behavior"] == "cancel":
        subscription["cancel_at"] = None
    store.save(subscription)
    told = {"released_at": clock.now(), "released_subscription": subscription["id"]}
    return close(schedule, "released", subscription=None, **told)


def finish(subscription: dict, *, is_run_out: bool) -> None:
    """The subscription has ended: its schedule has run out by that, or was broken off."""
    schedule = of(subscription)
    if not schedule or schedule["status"] not in OPEN:
        return
    status = "completed" if is_run_out and cancels(subscription) else "canceled"
    close(schedule, status, **{f"{status}_at": clock.now()})


def close(schedule: dict, status: str, **more: object) -> dict:
    """End a schedule, and tell of it."""
    schedule.update(status=status, current_phase=None, **more)
    keep(schedule)
    events.emit(f"subscription_schedule.{status}", schedule)
    return schedule

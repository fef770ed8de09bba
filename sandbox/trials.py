"""The trial of a subscription: asked for, announced to end, ended, with or without a card to go on with."""

from sandbox import agenda, clock, events, items, store
from sandbox.errors import Refused

NAMES = frozenset({"trial_end", "trial_period_days", "trial_settings", "trial_from_plan"})
LONGEST_DAYS = 730
SHORTEST_SECONDS_OF_CHECKOUT = 2 * agenda.DAY


def check(params: dict) -> None:
    """Refuse two lengths of a trial, and what is no length."""
    if params.get("trial_end") and params.get("trial_period_days"):
        raise Refused(
            "You may only specify one of these parameters: trial_end, trial_period_days.", param="trial_end"
        )
    days = params.get("trial_period_days")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused(
            f"The maximum number of trial period days is {LONGEST_DAYS} (2 years); the minimum is 1.",
            param="trial_period_days",
        )
    end = params.get("trial_end")
    if isinstance(end, int) and end <= clock.now():
        raise Refused("Timestamp must be an integer Unix timestamp in the future.", param="trial_end")


def check_for_checkout(params: dict) -> None:
    """Refuse what a hosted page cannot promise: a trial that may be over before the buyer comes."""
    check(params)
    end = params.get("trial_end")
    if end and end < clock.now() + SHORTEST_SECONDS_OF_CHECKOUT:
        raise Refused(
            "The `trial_end` date has to be at least 2 days in the future.",
            param="subscription_data[trial_end]",
        )


def end_of(params: dict) -> int | None:
    """When a trial that begins now ends, in unix time; None without a trial."""
    if days := params.get("trial_period_days"):
        return clock.now() + days * agenda.DAY
    end = params.get("trial_end")
    return end if isinstance(end, int) else None


def settings_of(params: dict) -> dict:
    """What happens at the end of a trial when there is no card, as the subscription carries it."""
    behavior = (params.get("trial_settings") or {}).get("end_behavior", {}).get("missing_payment_method")
    return {"end_behavior": {"missing_payment_method": behavior or "create_invoice"}}


def warn(subscription: dict) -> None:
    """Tell that the trial is about to end."""
    events.emit("customer.subscription.trial_will_end", subscription)
    agenda.keep(subscription, is_warned=True)


def warn_if_near(subscription: dict) -> None:
    """Tell at once of a trial that is shorter than the time of the warning."""
    if subscription["trial_end"] - clock.now() <= agenda.WARNING_SECONDS:
        warn(subscription)


def behavior_without_card(subscription: dict) -> str:
    """cancel, pause or create_invoice."""
    return (subscription["trial_settings"] or settings_of({}))["end_behavior"]["missing_payment_method"]


def pause(subscription: dict) -> dict:
    """Stop billing a subscription whose trial ended without a card, until it is resumed."""
    before = {"status": subscription["status"]}
    subscription["status"] = "paused"
    agenda.keep(subscription)
    events.emit("customer.subscription.updated", subscription, before)
    events.emit("customer.subscription.paused", subscription)
    return subscription


def move(subscription: dict, end: int) -> None:
    """Let a running trial end at another unix time."""
    if subscription["status"] != "trialing":
        raise Refused(
            "The sandbox does not put a subscription that is paid for on trial yet.", param="trial_end"
        )
    subscription.update(trial_end=end, billing_cycle_anchor=end)
    for item in subscription["items"]["data"]:
        item["current_period_end"] = end
        store.save(item)
    agenda.keep(subscription, is_warned=False)
    warn_if_near(subscription)


def end_now(subscription: dict) -> None:
    """End a running trial: the first period that is paid for begins."""
    moment = clock.now()
    warn(subscription)
    subscription.update(trial_end=moment, status="active")
    items.begin(subscription, moment)

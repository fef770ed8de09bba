"""What comes next for a subscription: the page of it says so, and lets it come at once."""

from django.utils.translation import gettext as _

from sandbox import agenda, billing, phases, store, trials, wording
from sandbox.resources import invoice_previews, subscription_schedules
from sandbox.templatetags.sandbox_money import as_money


def coming(subscription: dict) -> tuple[str, int] | None:
    """The name and unix time of what comes next, phases of a schedule within a period included."""
    first = agenda.first(subscription, store.notes(subscription["id"]))
    schedule = phases.of(subscription)
    current = (schedule or {}).get("current_phase")
    if first and current and current["end_date"] < first[1]:
        return "phase", current["end_date"]
    return first


def step(subscription: dict) -> None:
    """Let what comes next come now: time that somebody would have to wait for."""
    found = coming(subscription)
    schedule = phases.of(subscription)
    if found and schedule and found[0] == "phase":
        store.save(schedule, due_at=None)
        subscription_schedules.ripen(schedule, {})
    elif found:
        store.save(subscription, due_at=None)
        billing.wake(subscription, store.notes(subscription["id"]))


def told(subscription: dict) -> dict | None:
    """What comes next, in words, and when; None if nothing does."""
    found = coming(subscription)
    if not found:
        return None
    texts = {
        "warning": _("The shop is told that the trial is about to end."),
        "resumption": _("The pause ends: what falls due is collected again."),
        "phase": _("The next phase of its schedule changes the plan."),
    }
    name, at = found
    return {"text": texts.get(name) or renewal_told(subscription), "at": wording.moment(at)}


def renewal_told(subscription: dict) -> str:
    """What happens at the end of the period, or of the wait for another attempt."""
    if subscription["cancel_at_period_end"] or phases.cancels(subscription):
        return _("The subscription ends.")
    if subscription["status"] == "past_due":
        return retry_told(subscription)
    if subscription["status"] == "trialing" and not billing.method_of(subscription):
        return {
            "cancel": _("The trial ends without a card: so does the subscription."),
            "pause": _("The trial ends without a card: the subscription is paused."),
        }.get(
            trials.behavior_without_card(subscription),
            _("The trial ends without a card: the invoice stays open."),
        )
    bill = invoice_previews.foretold(subscription["id"], {})
    amount = {"amount": as_money(bill["amount_due"], bill["currency"])}
    if subscription["pause_collection"]:
        return (
            _("A period begins; its invoice of %(amount)s is laid aside, as collection is paused.") % amount
        )
    if subscription["status"] == "trialing":
        return _("The trial ends and %(amount)s is collected.") % amount
    return _("A period begins and %(amount)s is collected.") % amount


def retry_told(subscription: dict) -> str:
    """What follows a payment that failed."""
    if subscription["pause_collection"]:
        return _("Nothing is collected while collection is paused.")
    if store.notes(subscription["id"]).get("attempts", 0) >= billing.RETRIES:
        return _("The last attempt to collect has failed: the subscription ends.")
    return _("The next attempt to collect.")


def phases_told(subscription: dict) -> list[dict]:
    """The phases of its schedule that are still to come: from when, how much and how often."""
    schedule = phases.of(subscription)
    if not schedule or not schedule["current_phase"]:
        return []
    end = schedule["current_phase"]["end_date"]
    found = []
    for one in schedule["phases"]:
        if one["start_date"] < end:
            continue
        prices = [(store.get("price", item["price"]), item["quantity"]) for item in one["items"]]
        amount = sum(price["unit_amount"] * quantity for price, quantity in prices)
        found.append(
            {
                "starts_at": wording.moment(one["start_date"]),
                "amount": amount,
                "each": wording.each(prices[0][0]),
            }
        )
    return found

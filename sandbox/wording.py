"""What the hosted pages say of recurring prices: how much, how often, from when."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from sandbox import agenda, clock, store, trials


def each(price: dict) -> str:
    """How often a price is billed: "a month", "every 3 months"."""
    count, unit = price["recurring"]["interval_count"], price["recurring"]["interval"]
    if count == 1:
        return {"day": _("a day"), "week": _("a week"), "month": _("a month"), "year": _("a year")}[unit]
    several = {
        "day": _("every %(count)s days"),
        "week": _("every %(count)s weeks"),
        "month": _("every %(count)s months"),
        "year": _("every %(count)s years"),
    }
    return several[unit] % {"count": count}


def moment(unix: int) -> datetime:
    """A unix time as a date and time."""
    return datetime.fromtimestamp(unix, UTC)


def trial_of(notes: dict) -> dict | None:
    """What follows the trial that a checkout session offers, from its notes; None if it offers none."""
    end = trials.end_of(notes.get("subscription") or {})
    if not end:
        return None
    lasting = [item for item in notes["items"] if item["price"]["recurring"]]
    return {
        "amount": sum(item["price"]["unit_amount"] * item["quantity"] for item in lasting),
        "each": each(lasting[0]["price"]),
        "days": (end - clock.now()) // (24 * 3600),
        "ends_at": moment(end),
    }


def subscription_of(subscription: dict) -> dict:
    """A subscription as the pages show it: what it is, what it costs, when something will happen to it."""
    mine = subscription["items"]["data"]
    resumes_at = (subscription["pause_collection"] or {}).get("resumes_at")
    names = [store.row("product", item["price"]["product"]).body.get("name", "") for item in mine]
    return {
        "body": subscription,
        "name": ", ".join(names),
        "amount": sum(item["price"]["unit_amount"] * item["quantity"] for item in mine),
        "each": each(mine[0]["price"]),
        "ends_at": moment(agenda.period_end(subscription)),
        "is_ending": subscription["cancel_at_period_end"],
        "trial_ends_at": moment(subscription["trial_end"]) if subscription["trial_end"] else None,
        "resumes_at": moment(resumes_at) if resumes_at else None,
    }

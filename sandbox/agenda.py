"""When something will happen to a subscription by itself, and what."""

from typing import Any

from sandbox import context, store
from sandbox.models import StoredObject

LIVE = ("trialing", "active", "past_due")
DAY = 24 * 3600
WARNING_SECONDS = 3 * DAY


def moments(subscription: dict, notes: dict) -> dict[str, int]:
    """What lies ahead, by name, with its unix time; of two at one time the first comes first."""
    if subscription["status"] not in LIVE:
        return {}
    found: dict[str, int] = {}
    if subscription["status"] == "trialing" and not notes.get("is_warned"):
        found["warning"] = subscription["trial_end"] - WARNING_SECONDS
    if resumes_at := (subscription["pause_collection"] or {}).get("resumes_at"):
        found["resumption"] = resumes_at
    found["renewal"] = notes.get("retry_at") or period_end(subscription)
    return found


def first(subscription: dict, notes: dict) -> tuple[str, int] | None:
    """The name and unix time of what comes next; None if nothing does."""
    return min(moments(subscription, notes).items(), key=lambda found: found[1], default=None)


def period_end(subscription: dict) -> int:
    """When the current period ends, in unix time."""
    return subscription["items"]["data"][0]["current_period_end"]


def period_start(subscription: dict) -> int:
    """When the current period began, in unix time."""
    return subscription["items"]["data"][0]["current_period_start"]


def keep(subscription: dict, **noted: Any) -> dict:
    """Store a subscription with what is noted of it, and set the time at which it will be woken."""
    row = StoredObject.objects.get(account=context.current().account, key=subscription["id"])
    notes = {**row.notes, **noted}
    coming = first(subscription, notes)
    return store.save(subscription, notes=notes, due_at=coming[1] if coming else None)

"""A pause in collecting: periods go on, their invoices are laid aside, until it is lifted."""

from sandbox import agenda, clock, events
from sandbox.errors import Refused


def wanted(params: dict) -> dict | None:
    """The pause that `pause_collection` asks for; None lifts it."""
    told = params["pause_collection"]
    if not told:
        return None
    resumes_at = told.get("resumes_at")
    if resumes_at is not None and resumes_at <= clock.now():
        raise Refused("`resumes_at` must be a time in the future.", param="pause_collection[resumes_at]")
    return {"behavior": told["behavior"], "resumes_at": resumes_at}


def lift(subscription: dict, _notes: dict) -> None:
    """Collect again from now on."""
    before = {"pause_collection": subscription["pause_collection"]}
    subscription["pause_collection"] = None
    agenda.keep(subscription)
    events.emit("customer.subscription.updated", subscription, before)

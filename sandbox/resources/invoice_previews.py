"""`/v1/invoices/create_preview`: the invoice that a change, or the next period, would bring."""

from django.db import transaction

from sandbox import billing, changes, credit, phases, store
from sandbox.errors import Refused, refuse_beyond
from sandbox.routes import Call, route

BUILT = frozenset({"customer", "subscription", "subscription_details", "expand"})


@route("POST", "/v1/invoices/create_preview")
def create_preview(call: Call) -> dict:
    """What would be billed."""
    refuse_beyond(call.params, BUILT)
    details = call.params.get("subscription_details") or {}
    refuse_beyond(details, changes.NAMES)
    if not call.params.get("subscription"):
        raise Refused("The sandbox previews invoices of subscriptions only.", param="subscription")
    return foretold(call.params["subscription"], details)


def foretold(key: str, details: dict) -> dict:
    """The next invoice of a subscription: it is drawn up in earnest, and then all of that is undone."""
    with transaction.atomic():
        subscription = store.get("subscription", key, is_locked=True, param="subscription")
        invoice = upcoming(subscription, details)
        transaction.set_rollback(True)
    return as_preview(invoice)


def upcoming(subscription: dict, details: dict) -> dict:
    """The draft that comes first: at once by the change, else at the end of the period."""
    if subscription["status"] in ("canceled", "incomplete", "paused"):
        raise none_coming(subscription)
    phases.check_free(subscription, details)
    invoice = changes.amend(subscription, details)
    is_ending = subscription["cancel_at_period_end"] or phases.cancels(subscription)
    if not invoice and is_ending:
        raise none_coming(subscription)
    return invoice or billing.next_bill(subscription)


def none_coming(subscription: dict) -> Refused:
    """What Stripe says where nothing will be billed any more."""
    return Refused(
        f"No upcoming invoices for customer: {subscription['customer']}",
        status=404,
        code="invoice_upcoming_none",
    )


def as_preview(invoice: dict) -> dict:
    """A draft in the form in which it is foretold."""
    return {
        **invoice,
        "id": f"upcoming_{invoice['id']}",
        "billing_reason": "upcoming",
        "ending_balance": credit.left(invoice),
    }

"""An invoice is foretold: it says what the change, or the next period, then bills."""

import pytest
import stripe

from sandbox import clock
from tests.sandbox.changing import change, halfway, item_of, latest, told

DAY = 24 * 3600


def foretell(subscription, price, **more):
    """The preview of the same change."""
    details = {
        "items": [{"id": item_of(subscription).id, "price": price}],
        "proration_date": halfway(subscription),
        **more,
    }
    return stripe.Invoice.create_preview(subscription=subscription.id, subscription_details=details)


@pytest.mark.parametrize("behavior", ["always_invoice", "create_prorations", "none"])
@pytest.mark.parametrize(("interval", "amount"), [("month", 1900), ("month", 100), ("year", 9000)])
def test_a_preview_tells_what_the_change_then_bills(membership, prices, events, behavior, interval, amount):
    price = prices(interval, amount)
    count = len(events())

    preview = foretell(membership, price, proration_behavior=behavior)
    untouched = (len(events()), len(stripe.Invoice.list().data), len(stripe.InvoiceItem.list().data))
    still = item_of(stripe.Subscription.retrieve(membership.id)).price.unit_amount
    change(membership, price, proration_behavior=behavior)
    with clock.travelled(0 if interval == "year" or behavior == "always_invoice" else 32 * DAY):
        bill = latest(membership)

    assert (untouched, still) == ((count, 1, 0), 900)
    assert told(preview) == told(bill)
    assert (preview.total, preview.amount_due, preview.ending_balance) == (
        bill.total,
        bill.amount_due,
        bill.ending_balance,
    )
    assert (preview.status, preview.billing_reason) == ("draft", "upcoming")
    assert preview.id.startswith("upcoming_in_")


def test_a_preview_without_a_change_tells_the_next_period(membership):
    preview = stripe.Invoice.create_preview(subscription=membership.id)

    assert preview.period_start == item_of(membership).current_period_end
    assert told(preview) == [(900, False, "Membershi")]


def test_there_is_no_preview_of_what_runs_out(membership):
    stripe.Subscription.modify(membership.id, cancel_at_period_end=True)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Invoice.create_preview(subscription=membership.id)

    assert (refusal.value.http_status, refusal.value.code) == (404, "invoice_upcoming_none")

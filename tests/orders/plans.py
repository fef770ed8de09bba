"""A listing with four plans, and a change from one to another."""

from orders import plan_changes
from products.models import Offer
from tests.conftest import publish_download


def four_plans(store):
    """5.00, 9.00 and 20.00 euro a month, 90.00 a year; that of 9.00 comes first."""
    pack = publish_download(store, "Sounds of the month", 900, interval="month")
    offers = [
        Offer(name="Small", price=500, interval="month"),
        Offer(name="Studio", price=2000, interval="month", quota=5),
        Offer(name="Yearly", price=9000, interval="year"),
    ]
    for offer in offers:
        offer.listing = pack
        offer.save()
    return pack


def change(till, plan, offer):
    """Read the quote, press the button, hear of it; returns what was quoted."""
    said = plan_changes.quote(plan, offer)
    with till.commits(execute=True):
        plan_changes.change(plan, offer, said.due, said.moment)
    till.hear()
    plan.refresh_from_db()
    return said

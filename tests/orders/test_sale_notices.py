"""A seller hears of each sale once: own items, own amounts, and as much of the buyer as a seller may know."""

import pytest

from accounts import teams
from orders import checkout, receipts
from orders.models import Order, SaleNotice
from products.storefronts import open_store
from tests.conftest import person, publish_download


@pytest.fixture
def carols(carol):
    """What carol sells beside alice."""
    page = open_store(carol, "Carol Kiln", "DK")
    page.save_revision().publish()
    return publish_download(page, "Glaze notes", 1200).offers.get()


def to_sellers(mailoutbox):
    return [mail for mail in mailoutbox if mail.subject.startswith("Sold: ")]


def test_the_mail_says_what_was_sold_and_leads_to_the_order(till, bob, offer, mailoutbox):
    order = till.sell(bob, offer)

    (mail,) = to_sellers(mailoutbox)
    assert mail.subject == "Sold: Aster Serif for €29.00"
    assert mail.to == ["alice@example.com"]
    assert "Paid €29.00, of which €26.10 is yours." in mail.body
    assert "Buyer: b…@example.com in Germany" in mail.body
    assert f"http://testserver/admin/orders/inspect/{order.pk}/" in mail.body
    assert "bob@example.com" not in mail.body + mail.alternatives[0].content


def test_each_seller_of_an_order_reads_of_own_items_only(till, bob, offer, carols, mailoutbox):
    till.sell(bob, offer, carols)

    alices, carol = to_sellers(mailoutbox)
    assert (alices.to, carol.to) == (["alice@example.com"], ["carol@example.com"])
    assert "Glaze" not in alices.body + alices.subject
    assert "Aster" not in carol.body + carol.subject
    assert "Paid €12.00, of which €10.80 is yours." in carol.body


def test_it_is_sent_once_however_often_one_asks(till, bob, offer, mailoutbox):
    order = till.sell(bob, offer)

    again = [receipts.tell_sellers(order.pk), till.minute(), checkout.settle(Order.objects.get())]

    assert again[0] is False
    assert len(to_sellers(mailoutbox)) == SaleNotice.objects.count() == 1


def test_the_team_hears_of_it_as_far_as_it_serves_buyers(till, bob, offer, store, mailoutbox):
    for role in ("manager", "support", "accountant"):
        teams.join(store.seller, person(f"{role}@example.com"), role)

    till.sell(bob, offer)

    (mail,) = to_sellers(mailoutbox)
    assert mail.to == ["alice@example.com", "manager@example.com", "support@example.com"]


def test_what_is_given_away_fills_no_inbox(till, bob, store, mailoutbox):
    free = publish_download(store, "Little signs", None, is_free=True).offers.get()

    order = till.place(bob, free)
    checkout.settle(order)

    assert not SaleNotice.objects.exists()
    assert to_sellers(mailoutbox) == []

"""A payment is believed when Stripe says so twice the same; late, slow and wrong ones are answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders import checkout
from orders.models import JournalEntry, Order, Posting
from products.models import Card, Offer, Stock
from sandbox import clock
from sandbox.models import StoredObject
from tests.conftest import publish_download
from tests.orders.test_placing import own_queries


@pytest.fixture
def scarce(store):
    """An offer of which there is one."""
    return publish_download(store, "Only one", 4000, stock=1).offers.get()


def refunds_at_stripe():
    return [row.body["amount"] for row in StoredObject.objects.filter(kind="refund")]


def subjects(mailoutbox):
    return [mail.subject for mail in mailoutbox]


def test_ten_settlements_make_one_sale(till, bob, offer, mailoutbox):
    order = till.place(bob, offer)
    till.pay(order)

    with till.commits(execute=True):
        said = [checkout.settle(Order.objects.get()) for _ in range(10)]

    assert said == [True] * 10
    assert JournalEntry.objects.get().source == f"sale-{order.pk}"
    assert Card.objects.get(pk=offer.listing_id).sales == 1
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"], ["alice@example.com"]]


def test_settling_costs_few_queries(till, bob, store):
    offers = [publish_download(store, f"Font {n}", 900).offers.get() for n in range(3)]
    order = till.place(bob, *offers)
    till.pay(order)

    with CaptureQueriesContext(connection) as captured:
        checkout.settle(order)

    assert order.state == "paid"
    assert len(own_queries(captured)) <= 11


@pytest.mark.parametrize("change", [{"total": 3000}, {"currency": "USD"}])
def test_another_amount_or_currency_is_not_settled_and_shown_to_support(till, bob, offer, caplog, change):
    order = till.place(bob, offer)
    till.pay(order)
    Order.objects.update(**change)

    till.hear()
    till.hear()

    order.refresh_from_db()
    assert (order.state, order.problem) == ("placed", "Stripe says 2900 EUR.")
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == ["order.problem"]
    assert not JournalEntry.objects.exists()
    assert order.items.get().entitlement.state == "pending"


def test_a_payment_page_of_another_order_is_refused(till, bob, carol, offer):
    mine, other = till.place(bob, offer), till.place(carol, offer)
    till.pay(other)

    assert not checkout.settle(mine, other.session_id)

    mine.refresh_from_db()
    assert mine.state == "placed"
    assert "belongs to another order" in mine.problem


def test_a_bank_debit_is_waited_for_beyond_the_expiry_and_then_settled(till, bob, scarce):
    order = till.place(bob, scarce)
    till.pay(order, bank="succeeds")
    till.hear()
    Order.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    till.minute()
    order.refresh_from_db()
    assert (order.state, bool(order.processing_at)) == ("placed", True)

    with clock.travelled(60):
        till.hear()

    order.refresh_from_db()
    assert order.state == "paid"


def test_a_failed_bank_debit_frees_the_stock_and_tells_the_buyer_once(till, bob, scarce, mailoutbox):
    order = till.place(bob, scarce)
    till.pay(order, bank="fails")
    with clock.travelled(60):
        till.hear(duplicate=True)
        till.minute()

    order.refresh_from_db()
    assert (order.state, bool(order.failed_at)) == ("lapsed", True)
    assert Stock.objects.get().taken == 0
    assert subjects(mailoutbox) == [f"Your payment for order {order} did not arrive"]


def test_an_expired_page_lapses_the_order_and_frees_the_stock(till, bob, scarce):
    order = till.place(bob, scarce)

    with clock.travelled(36 * 60):
        till.hear()

    order.refresh_from_db()
    assert (order.state, order.items.get().entitlement.state) == ("lapsed", "ended")
    assert Stock.objects.get().taken == 0


def test_an_overdue_order_is_closed_at_stripe_before_it_lapses(till, bob, scarce):
    order = till.place(bob, scarce)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    till.minute()

    order.refresh_from_db()
    assert order.state == "lapsed"
    assert StoredObject.objects.get(kind="checkout.session").body["status"] == "expired"


def test_an_overdue_order_that_was_paid_is_settled_although_its_event_was_lost(till, bob, scarce):
    order = till.place(bob, scarce)
    till.pay(order)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    till.minute()

    order.refresh_from_db()
    assert order.state == "paid"


def test_a_payment_after_the_lapse_is_reserved_again_and_settled(till, bob, scarce):
    order = till.place(bob, scarce)
    checkout.lapse(order)
    till.pay(order)

    till.hear()

    order.refresh_from_db()
    assert (order.state, order.items.get().entitlement.state) == ("paid", "active")
    assert Stock.objects.get().taken == 1


def test_a_payment_for_what_is_gone_goes_back_in_full_and_the_buyer_is_told_once(
    till, bob, carol, scarce, mailoutbox
):
    late = till.place(bob, scarce)
    checkout.lapse(late)
    till.sell(carol, scarce)
    mailoutbox.clear()
    till.pay(late)

    till.hear(duplicate=True)
    with till.commits(execute=True):
        Offer.objects.update(stock=9)
        assert not checkout.settle(Order.objects.get(pk=late.pk))
    till.minute()

    late.refresh_from_db()
    assert (late.state, late.items.get().entitlement.state) == ("returned", "ended")
    assert refunds_at_stripe() == [4000]
    assert late.late_refund_id
    assert subjects(mailoutbox) == [f"Your payment for order {late} goes back to you"]
    assert JournalEntry.objects.filter(order=late).count() == 0


def test_a_late_payment_is_returned_by_the_sweep_when_stripe_was_down(till, bob, carol, scarce, stripe_is):
    late = till.place(bob, scarce)
    checkout.lapse(late)
    till.sell(carol, scarce)
    till.pay(late)
    checkout.settle(late)
    stripe_is("mute")
    till.minute()
    stripe_is("up")
    assert Order.objects.owed_back().count() == 1

    till.minute()

    assert refunds_at_stripe() == [4000]
    assert Order.objects.owed_back().count() == 0


def test_what_was_paid_at_the_old_terms_is_honoured(till, bob, offer, listing, store):
    order = till.place(bob, offer)
    Offer.objects.update(price=9900, is_active=False)
    listing.unpublish()
    store.seller.state = "suspended"
    store.seller.save()
    till.pay(order)

    till.hear()

    order.refresh_from_db()
    assert (order.state, order.total, order.items.get().entitlement.state) == ("paid", 2900, "active")
    assert Posting.objects.get(account="seller").amount == -2610


def test_ten_declined_cards_close_the_payment_page(till, bob, scarce, caplog):
    order = till.place(bob, scarce)
    for _ in range(10):
        till.pay(order, number="4000000000000002")
        till.hear()

    order.refresh_from_db()
    assert (order.declines, order.state) == (10, "lapsed")
    assert "order.card_testing" in [record.message for record in caplog.records]
    assert till.pay(order).status_code == 410


def test_a_card_declined_and_then_another_is_one_paid_order(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order, number="4000000000000002")
    till.pay(order)

    till.hear(shuffle=True, duplicate=True)

    order.refresh_from_db()
    assert order.state == "paid"
    assert JournalEntry.objects.count() == 1


def test_the_receipt_and_the_sellers_mail_are_sent_by_the_sweep_when_mail_was_down(
    till, bob, offer, mailoutbox, monkeypatch
):
    def no_mail(*args, **kwargs):
        raise OSError("Mail is down.")

    with monkeypatch.context() as down:
        down.setattr("orders.receipts.send_mail", no_mail)
        order = till.sell(bob, offer)
    assert mailoutbox == []
    Order.objects.update(paid_at=timezone.now() - timedelta(minutes=2))

    till.minute()
    till.minute()

    assert [mail.to for mail in mailoutbox] == [["bob@example.com"], ["alice@example.com"]]
    order.refresh_from_db()
    assert order.receipt_sent_at

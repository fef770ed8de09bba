"""Coupons: what they take off, who bears it, and that nobody uses one too often."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from orders import audit, checkout, refunds, reports
from orders.discounts import parts_of
from orders.models import Coupon, CouponUse, Item, Order, Posting, Redemption, Spent
from orders.models.coupon import person_of
from orders.pricing import Wish, quote
from products.storefronts import open_store
from tests.conftest import person, publish_download
from tests.orders.couponing import make_coupon


@pytest.fixture
def other(carol):
    """Something of another seller at 10.01 EUR."""
    store = open_store(carol, "Carol's Sounds", "DE")
    store.save_revision().publish()
    return publish_download(store.specific, "Rain loop", 1001).offers.get()


def wishes(*offers):
    return [Wish(offer.pk) for offer in offers]


def parts(priced):
    return [line.discount for line in priced.lines]


def owed():
    """{account: what it holds} over the whole ledger."""
    rows = Posting.objects.values("account").annotate(sum=Sum("amount"))
    return {row["account"]: row["sum"] for row in rows}


def sell(till, buyer, coupon, *offers):
    """A paid order with a coupon."""
    with till.commits(execute=True):
        order = checkout.start(quote(wishes(*offers), coupon), checkout.Buyer(buyer, buyer.email, "DE"))
        if order.total:
            checkout.payment_page(order)
    if order.total:
        till.pay(order)
        till.hear()
    order.refresh_from_db()
    return order


def test_the_parts_of_a_percentage_make_the_whole(offer, other):
    priced = quote(wishes(offer, other), make_coupon(basis_points=1500))

    assert (priced.subtotal, priced.discount, priced.total) == (3901, 585, 3316)
    assert parts(priced) == [435, 150]


def test_an_amount_is_shared_by_price_and_never_goes_below_nothing(offer, other):
    assert parts(quote(wishes(offer, other), make_coupon("FIVE", amount=500))) == [372, 128]
    assert quote(wishes(offer, other), make_coupon("BIG", amount=99999)).total == 0


def test_a_chosen_price_stays_at_its_minimum(store):
    tip = publish_download(store, "Tip", 1000, minimum=900).offers.get()

    priced = quote([Wish(tip.pk, chosen=1000)], make_coupon(basis_points=5000))
    least = quote([Wish(tip.pk, chosen=900)], make_coupon("HALF", basis_points=5000))

    assert priced.total == 900
    assert (least.total, least.coupon, "not for" in least.refusal) == (900, None, True)


def test_the_shop_pays_nothing_for_what_a_buyer_gives_beyond_the_price(store):
    chosen = publish_download(store, "Tip", 1000, minimum=100).offers.get()

    assert parts_of(make_coupon(), [(chosen, 5_000_000)]) == [200]
    assert parts_of(make_coupon("ALICE", seller=store.seller), [(chosen, 5_000_000)]) == [1_000_000]


def test_it_takes_off_at_most_what_it_says(offer, other):
    assert sum(parts_of(make_coupon(most_off=300), [(offer, 2900), (other, 4100)])) == 300


def test_what_is_left_can_be_paid_by_card(store):
    small = publish_download(store, "Small", 100).offers.get()

    assert quote(wishes(small), make_coupon(basis_points=9000)).total == 50


@pytest.mark.parametrize("scope", ["listings", "offers", "store"])
def test_it_is_good_for_what_it_names(offer, other, scope):
    coupon = make_coupon(scope="all" if scope == "store" else scope)
    coupon.listings.add(other.listing)
    coupon.offers.add(other)
    coupon.store_id = other.listing.card.seller_id if scope == "store" else None
    coupon.save()

    assert parts(quote(wishes(offer, other), coupon)) == [0, 200]


def test_a_sellers_coupon_is_good_for_own_things_only(offer, other):
    mine = make_coupon(seller=other.listing.card.seller)

    assert parts(quote(wishes(offer, other), mine)) == [0, 200]
    assert quote(wishes(offer), mine).refusal == "The coupon “SPRING” is not for what is in your cart."


def test_it_asks_for_its_minimum_before_it_is_taken_off(offer):
    coupon = make_coupon(minimum=2901)

    assert quote(wishes(offer), coupon).refusal == "The coupon “SPRING” needs a purchase of at least €29.01."
    coupon.minimum = 2900
    assert quote(wishes(offer), coupon).total == 2320


def test_a_sellers_coupon_shrinks_share_and_fee(till, bob, offer):
    order = sell(till, bob, make_coupon(seller=offer.listing.card.seller), offer)

    item = Item.objects.get()
    assert (order.subtotal, order.discount, order.total, order.coupon_code) == (2900, 580, 2320, "SPRING")
    assert (item.amount, item.discount, item.discount_by_shop, item.fee) == (2320, 580, 0, 232)
    assert owed() == {"stripe": 2320, "fee": -232, "seller": -2088}
    assert list(audit.problems()) == []


def test_the_shops_coupon_leaves_the_sellers_share_whole(till, bob, offer):
    sell(till, bob, make_coupon(), offer)

    assert owed() == {"stripe": 2320, "fee": -290, "seller": -2610, "coupon": 580}
    (row,) = reports.totals(reports.traded())
    assert (row["gross"], row["refunded"], row["fee"], row["earned"]) == (2320, 0, -290, 2610)
    assert list(audit.problems()) == []


def test_refunds_in_parts_undo_a_sale_with_a_coupon_to_the_last_unit(till, bob, offer, other):
    order = sell(till, bob, make_coupon(basis_points=3333), offer, other)

    for item in order.items.all():
        for amount in (7, 111, item.amount - 118):
            with till.commits(execute=True):
                refunds.ask(item, amount, "", None)

    assert set(owed().values()) == {0}
    assert list(audit.problems()) == []
    (row,) = reports.totals(reports.traded())
    assert (row["gross"] - row["refunded"], row["fee"], row["earned"]) == (0, 0, 0)


def test_an_order_brought_to_nothing_needs_no_stripe_and_the_shop_pays_the_seller(till, bob, offer):
    order = sell(till, bob, make_coupon(basis_points=10000), offer)

    assert (order.state, order.total, order.session_id) == ("paid", 0, "")
    assert order.items.get().entitlement.state == "active"
    assert owed() == {"fee": -290, "seller": -2610, "coupon": 2900}
    assert list(audit.problems()) == []


def test_a_sellers_whole_discount_posts_nothing(till, bob, offer):
    sell(till, bob, make_coupon(seller=offer.listing.card.seller, basis_points=10000), offer)

    assert (Order.objects.get().state, owed()) == ("paid", {})
    assert list(audit.problems()) == []


def test_stripe_is_asked_for_the_discounted_amounts(till, bob, offer, other):
    order = till.place(bob, offer, other, coupon=make_coupon(basis_points=3333))

    items = order.items.all()
    assert sum(item.amount for item in items) == order.total
    till.pay(order)
    till.hear()
    order.refresh_from_db()
    assert (order.state, order.problem) == ("paid", "")


def test_a_use_is_reserved_with_the_order_and_let_go_once(till, bob, offer):
    coupon = make_coupon(most=1)
    order = till.place(bob, offer, coupon=coupon)
    assert CouponUse.objects.get().taken == 1

    assert [checkout.lapse(order), checkout.lapse(order)] == [True, False]

    assert CouponUse.objects.get().taken == 0
    assert Redemption.objects.get().released_at


def test_the_last_use_is_taken_once(till, bob, carol, offer):
    coupon = make_coupon(most=1)
    till.place(bob, offer, coupon=coupon)

    with pytest.raises(Spent, match="has been used up"):
        till.place(carol, offer, coupon=coupon)

    assert (Order.objects.count(), CouponUse.objects.get().taken) == (1, 1)


def test_one_person_is_one_however_the_address_is_written(till, bob, offer):
    coupon = make_coupon(most_each=1)
    till.place(bob, offer, coupon=coupon)
    twin = person("bob+again@example.com")

    with pytest.raises(Spent, match="already"):
        till.place(twin, offer, coupon=coupon)

    assert person_of(" Bob+x@Example.com") == person_of("bob@example.com") == "bob@example.com"
    assert CouponUse.objects.get().taken == 1


def test_a_late_payment_takes_the_use_again_or_goes_back(till, bob, carol, offer):
    coupon = make_coupon(most=1)
    late = till.place(bob, offer, coupon=coupon)
    checkout.lapse(late)
    till.place(carol, offer, coupon=coupon)
    till.pay(late)
    till.hear()

    late.refresh_from_db()
    assert late.state == "returned"
    assert (CouponUse.objects.get().taken, Redemption.objects.held().count()) == (1, 1)


def test_a_late_payment_finds_its_use_free(till, bob, offer):
    late = till.place(bob, offer, coupon=make_coupon(most=1))
    checkout.lapse(late)
    till.pay(late)
    till.hear()

    late.refresh_from_db()
    assert (late.state, CouponUse.objects.get().taken, Redemption.objects.held().count()) == ("paid", 1, 1)


def test_a_code_is_one_however_it_is_typed(db):
    make_coupon("spring 26")

    assert Coupon.objects.coded(" SPRing26").get().code == "SPRING26"
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.bulk_create([Coupon(code="spring26", amount=1, currency="EUR")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis_points": 0},
        {"basis_points": 10001},
        {"basis_points": 100, "amount": 100},
        {"ends_at": timezone.now() - timedelta(days=1), "starts_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_coupon_that_makes_no_sense(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_coupon(**wrong)

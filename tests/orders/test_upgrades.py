"""An upgrade costs the difference, is had by whoever holds the right, and is undone exactly."""

import pytest

from orders import audit, checkout, upgrading
from orders.models import Item, Order, Posting, Upgrade
from orders.pricing import Refused, Wish, quote
from products import delivery
from products.kinds.download.models import Download
from products.models import Card, Entitlement, FeaturedPrice, Offer
from tests.conftest import publish_download
from tests.orders.couponing import make_coupon
from tests.orders.test_refunds import refund, sums
from tests.orders.upgrading import edition, had, right_of, steps, up
from tests.products.featuring import accepted, campaign, propose

State = Order.State


def test_the_difference_is_asked_cheapest_first(bob, personal):
    assert steps(bob) == [("Team", 6000), ("Studio", 12000)]


def test_paid_the_same_right_is_of_the_other_offer_and_keeps_its_key(till, bob, program, personal):
    key = right_of(bob).key

    order = till.sell(bob, up(program, "Team", bob))

    item = order.items.get()
    assert (order.total, item.amount, item.fee, item.what) == (
        6000,
        6000,
        600,
        "Upgrade from Personal to Team",
    )
    assert had(bob) == ("active", "Team", 10)
    assert right_of(bob).key == key
    assert Entitlement.objects.count() == 1
    assert sums() == {"stripe": 9000, "fee": -900, "seller": -8100}
    assert list(audit.problems()) == []


def test_doubled_and_shuffled_events_upgrade_once(till, bob, program, personal):
    order = till.place(bob, up(program, "Team", bob))
    till.pay(order)

    till.hear(duplicate=True, shuffle=True)
    till.minute()

    assert had(bob) == ("active", "Team", 10)
    assert Posting.objects.filter(account="stripe").count() == 2
    assert Upgrade.objects.standing().count() == 1


def test_an_upgrade_is_no_further_sale_of_the_listing(bob, program, team):
    assert Card.objects.get(pk=program.pk).sales == 1


def test_what_was_paid_for_an_upgrade_counts_for_the_next(bob, team):
    assert steps(bob) == [("Studio", 6000)]


def test_what_went_back_in_part_does_not_count(till, bob, personal):
    refund(till, personal.items.get(), 1000)

    assert steps(bob) == [("Team", 7000), ("Studio", 13000)]


def test_a_coupon_of_the_shop_counts_as_paid_and_one_of_the_store_does_not(till, bob, carol, program):
    first = edition(program, "Personal")
    for person, coupon in (
        (bob, make_coupon("SHOP", most_off=600)),
        (carol, make_coupon("STORE", seller=program.card.seller)),
    ):
        till.pay(till.place(person, first, coupon=coupon))
    till.hear()

    assert steps(bob)[0] == ("Team", 6000)
    assert steps(carol)[0] == ("Team", 6600)


def test_a_refund_in_part_takes_the_shops_share_with_it(till, bob, program):
    order = till.place(bob, edition(program, "Personal"), coupon=make_coupon("SHOP", most_off=600))
    till.pay(order)
    till.hear()

    refund(till, order.items.get(), 1200)

    assert steps(bob)[0] == ("Team", 7500)


def test_what_was_given_by_hand_counts_as_nothing_paid(bob, program):
    delivery.grant(bob, edition(program, "Personal"))

    assert steps(bob) == [("Team", 9000), ("Studio", 15000)]


def test_the_price_of_a_campaign_lowers_the_difference_and_makes_no_way_down_a_way_up(bob, program, team):
    page = campaign()
    propose(page, {edition(program, "Studio"): 12000})
    accepted(page)
    Offer.objects.filter(pk=edition(program, "Personal").pk).update(takes_upgrades=True, price=8999)

    assert steps(bob) == [("Studio", 3000)]


def test_a_cheap_purchase_of_the_dear_one_leads_nowhere_down(till, bob, program):
    page = campaign()
    propose(page, {edition(program, "Team"): 1000})
    accepted(page)
    till.sell(bob, edition(program, "Team"))
    FeaturedPrice.objects.all().delete()
    Offer.objects.filter(pk=edition(program, "Personal").pk).update(takes_upgrades=True)

    assert steps(bob) == [("Studio", 14000)]


@pytest.mark.parametrize("paid", [9000, 8951, 20000])
def test_no_difference_or_too_little_for_a_card_is_not_offered(till, bob, program, personal, paid):
    Item.objects.update(amount=paid)

    assert "Team" not in dict(steps(bob))


@pytest.mark.parametrize(
    "how",
    [
        {"takes_upgrades": False},
        {"is_active": False},
        {"price": None},
        {"stock": 5},
        {"minimum": 100},
        {"interval": "month"},
    ],
)
def test_what_takes_none_or_is_not_on_sale_is_no_way(bob, program, personal, how):
    Offer.objects.filter(pk=edition(program, "Team").pk).update(**how)

    assert steps(bob) == [("Studio", 12000)]


def test_a_listing_that_is_off_sale_offers_none(bob, program, personal):
    program.unpublish()

    assert steps(bob) == []


def test_the_offer_one_had_may_be_gone(till, bob, program, personal):
    edition(program, "Personal").delete()

    order = till.sell(bob, up(program, "Team", bob))

    assert (order.total, *had(bob)) == (6000, "active", "Team", 10)


def test_a_subscription_has_no_way_up(till, bob, plan):
    Offer.objects.create(listing=plan.listing, name="For good", price=9000, takes_upgrades=True)

    assert upgrading.ways([plan.entitlement]) == []


def test_a_download_is_upgraded_as_well(till, bob, store):
    fonts = publish_download(store, "Brush Script", 1000)
    Offer.objects.create(listing=fonts, name="Agency", price=5000, quota=9, takes_upgrades=True)
    till.sell(bob, fonts.offers.get(name="Personal licence"))
    right = Entitlement.objects.get(holder=bob)

    till.sell(bob, Wish(fonts.offers.get(name="Agency").pk, right=right.pk, holder=bob.pk))

    right.refresh_from_db()
    assert (right.offer_name, right.quota) == ("Agency", 9)
    assert Download.objects.get(pk=fonts.pk).entitlements.count() == 1


def test_a_redeemed_gift_is_upgraded_by_whoever_holds_it(till, bob, carol, program, personal):
    Entitlement.objects.update(holder=carol)

    till.sell(carol, up(program, "Team", carol))

    assert had(carol) == ("active", "Team", 10)
    assert quote([Wish(edition(program, "Studio").pk, right=right_of(carol).pk, holder=bob.pk)]).lines == ()


def test_nobody_else_can_upgrade_it(bob, carol, program, personal):
    priced = quote([up(program, "Team", bob)])

    with pytest.raises(Refused):
        checkout.start(priced, checkout.Buyer(carol, carol.email))

    assert (Order.objects.count(), Upgrade.objects.count()) == (1, 0)
    assert had(bob) == ("active", "Personal", 3)


def test_it_is_paid_for_on_its_own_without_coupons(bob, program, personal, listing):
    both = quote([up(program, "Team", bob), Wish(listing.offers.get().pk)])
    alone = quote([up(program, "Team", bob)], make_coupon())

    with pytest.raises(Refused):
        checkout.start(both, checkout.Buyer(bob, bob.email))

    assert (alone.total, alone.coupon) == (6000, None)
    assert alone.refusal == "Coupons are for whole prices, not for the rest of one."


def test_paid_at_the_frozen_terms_whatever_became_of_the_offer(till, bob, program, personal):
    order = till.place(bob, up(program, "Team", bob))
    edition(program, "Team").delete()

    till.pay(order)
    till.hear()

    order.refresh_from_db()
    assert (order.state, *had(bob)) == (State.PAID, "active", "Team", 10)


def test_repriced_or_unticked_meanwhile_it_is_honoured(till, bob, program, personal):
    order = till.place(bob, up(program, "Team", bob))
    Offer.objects.filter(name="Team").update(takes_upgrades=False, price=50000)

    till.pay(order)
    till.hear()

    assert had(bob) == ("active", "Team", 10)


def test_of_two_orders_for_one_right_one_is_paid_and_the_other_is_over(till, bob, program, personal):
    first, second = (till.place(bob, up(program, "Team", bob)) for _ in range(2))
    till.pay(first)
    till.hear()

    answer = till.pay(second)

    second.refresh_from_db()
    assert second.state == State.LAPSED
    assert answer.status_code != 303  # the payment page is closed
    assert had(bob) == ("active", "Team", 10)


def test_two_that_were_both_paid_before_anybody_heard_give_one_back(till, bob, program, personal, mailoutbox):
    first, second = (till.place(bob, up(program, "Team", bob)) for _ in range(2))
    till.pay(first)
    till.pay(second)
    mailoutbox.clear()

    till.hear(duplicate=True, shuffle=True)
    till.minute()

    states = set(Order.objects.filter(pk__in=(first.pk, second.pk)).values_list("state", flat=True))
    assert states == {State.PAID, State.RETURNED}
    assert had(bob) == ("active", "Team", 10)
    assert sums()["stripe"] == 9000
    assert [mail.subject for mail in mailoutbox if "goes back" in mail.subject]
    assert list(audit.problems()) == []


def _give_back(till, order, amount):
    refund(till, order.items.get(), amount)
    till.hear()


@pytest.mark.parametrize("how", ["refunded", "refunded in part", "withdrawn", "given away"])
def test_what_changed_before_the_payment_sends_the_money_back(till, bob, carol, program, personal, how):
    order = till.place(bob, up(program, "Team", bob))
    {
        "refunded": lambda: _give_back(till, personal, 3000),
        "refunded in part": lambda: _give_back(till, personal, 1),
        "withdrawn": lambda: delivery.withdraw(right_of(bob)),
        "given away": lambda: Entitlement.objects.update(holder=carol),
    }[how]()
    till.pay(order)

    till.hear()
    till.minute()

    order.refresh_from_db()
    assert (order.state, bool(order.late_refund_id)) == (State.RETURNED, True)
    assert Entitlement.objects.get().offer_name == "Personal"
    assert Upgrade.objects.get().made_at is None
    assert list(audit.problems()) == []


def test_a_payment_that_comes_after_the_lapse_upgrades_all_the_same(till, bob, program, personal):
    order = till.place(bob, up(program, "Team", bob))
    till.pay(order)
    checkout.lapse(order)

    till.hear()

    order.refresh_from_db()
    assert (order.state, *had(bob)) == (State.PAID, "active", "Team", 10)


def test_an_order_that_lapses_leaves_the_right_alone(till, bob, program, personal):
    order = till.place(bob, up(program, "Team", bob))

    checkout.lapse(order)

    assert had(bob) == ("active", "Personal", 3)

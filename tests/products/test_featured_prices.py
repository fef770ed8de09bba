"""A featured price holds while its campaign does, once the store has said yes; nothing is ever undone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.models import ContentPage
from orders.pricing import Wish, quote
from products import featuring
from products.models import Card, FeaturedPrice, Offer, feature
from tests.products.featuring import accepted, campaign, in_days, propose


@pytest.fixture
def offer(listing):
    return listing.offers.get()


def price_of(offer):
    return quote([Wish(offer.pk)]).total


def test_a_price_holds_only_once_the_store_has_accepted_it(offer):
    page = campaign()
    propose(page, {offer: 1900})
    before = price_of(offer)

    accepted(page)

    assert (before, price_of(offer)) == (2900, 1900)


def test_a_declined_price_changes_nothing(offer, alice):
    page = campaign()
    propose(page, {offer: 1900})
    row = FeaturedPrice.objects.get()

    assert featuring.answer(row, FeaturedPrice.State.DECLINED, row.proposed_at, alice)

    assert price_of(offer) == 2900


def test_a_price_begins_and_ends_by_the_clock_with_nobody_at_work(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)
    rows = FeaturedPrice.objects.all()

    def at(starts_at, ends_at):
        rows.update(starts_at=starts_at, ends_at=ends_at)
        return price_of(offer)

    assert [at(in_days(1), in_days(2)), at(in_days(-1), in_days(1)), at(in_days(-2), in_days(-1))] == [
        2900,
        1900,
        2900,
    ]


def test_a_campaign_that_is_over_ends_its_prices_even_while_its_page_still_stands(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    ContentPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))

    assert page.live
    assert price_of(offer) == 2900


def test_a_campaign_that_is_taken_down_ends_its_prices(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    page.unpublish()

    assert price_of(offer) == 2900


def test_of_two_campaigns_the_lower_price_holds(offer):
    for number, price in enumerate((1900, 1500, 2100)):
        page = campaign(f"Week {number}")
        propose(page, {offer: price})
        accepted(page)

    assert price_of(offer) == 1500


@pytest.mark.parametrize(
    "facts",
    [
        {"price": None, "is_free": True},
        {"minimum": 500},
        {"price": 1000},  # the store's own price is lower by now
    ],
)
def test_what_is_free_or_named_by_the_buyer_or_cheaper_anyway_keeps_its_own_price(offer, facts):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)
    Offer.objects.filter(pk=offer.pk).update(**facts)
    offer = Offer.objects.get(pk=offer.pk)

    feature([offer])

    assert not offer.is_featured
    assert (offer.price_now, price_of(offer)) == (offer.price, offer.price or 0)


def test_a_featured_price_is_never_nothing(offer):
    with pytest.raises(IntegrityError), transaction.atomic():
        propose(campaign(), {offer: 0})


def test_the_card_strikes_the_offers_own_price_and_forgets_it_when_the_campaign_is_over(offer, alice):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)
    during = Card.objects.get().as_component()

    page.unpublish()
    assert featuring.refresh() == 1
    after = Card.objects.get().as_component()

    assert (during["price_label"], during["compare_at_label"]) == ("€19", "€29")
    assert (after["price_label"], after["compare_at_label"]) == ("€29", "")


def test_with_a_choice_of_offers_the_lowest_own_price_is_struck(offer):
    Offer.objects.create(listing=offer.listing, name="Studio", price=9900)
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    card = Card.objects.get().as_component()

    assert (card["price_label"], card["compare_at_label"]) == ("from €19", "€29")


def test_the_page_of_the_listing_shows_both_prices_to_people_and_machines(client, offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    shown = client.get(offer.listing.url).content.decode()

    assert [word in shown for word in ("Buy now €19", "€29", '"price": "19.00"')] == [True] * 3


def test_cards_that_are_true_already_are_left_alone(offer, django_assert_num_queries):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    with django_assert_num_queries(2):
        assert featuring.refresh() == 0


def test_a_deleted_campaign_leaves_no_price_on_any_card(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    page.delete()
    featuring.refresh()

    assert Card.objects.get().from_price == 2900
    assert not FeaturedPrice.objects.exists()


def test_asking_again_for_the_same_keeps_the_answer(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    assert propose(page, {offer: 1900}) == 0
    assert FeaturedPrice.objects.get().state == "accepted"


@pytest.mark.parametrize(("price", "days"), [(1800, 7), (2000, 7), (1900, 8)])
def test_another_price_or_a_longer_time_is_asked_anew(offer, price, days):
    page = campaign()
    propose(page, {offer: 1900}, days=7)
    accepted(page)

    assert propose(page, {offer: price}, days=days) == 1
    assert price_of(offer) == 2900


def test_a_shorter_time_needs_no_new_answer_and_ends_earlier(offer):
    page = campaign()
    propose(page, {offer: 1900}, days=7)
    accepted(page)

    assert propose(page, {offer: 1900}, days=3) == 0
    assert FeaturedPrice.objects.get().ends_at == in_days(3)


def test_what_a_campaign_no_longer_asks_for_is_dropped(offer):
    page = campaign()
    propose(page, {offer: 1900})
    accepted(page)

    propose(page, {})

    assert price_of(offer) == 2900


def test_an_answer_to_other_terms_than_the_present_ones_is_not_taken(offer, alice):
    page = campaign()
    propose(page, {offer: 1900})
    row = FeaturedPrice.objects.get()
    propose(page, {offer: 900})

    assert not featuring.answer(row, FeaturedPrice.State.ACCEPTED, row.proposed_at, alice)
    assert price_of(offer) == 2900


def test_a_long_cart_costs_two_queries(store, offer, django_assert_num_queries):
    others = [Offer.objects.create(listing=offer.listing, name=f"Tier {n}", price=3000 + n) for n in range(6)]
    page = campaign()
    propose(page, {one: 1900 for one in others})
    accepted(page)

    with django_assert_num_queries(2):
        assert quote([Wish(one.pk) for one in others]).total == 6 * 1900

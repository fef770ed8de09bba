"""Who wishes something hears once that it costs less, and only when it does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import notices
from products import cards, featuring, news, periodic
from products.delivery import grant
from products.mails import PRICE_DROPS
from products.models import Card, Offer, WishedListing
from products.repricing import reprice, values_of
from tests.products.featuring import accepted, campaign, propose
from tests.products.test_wishes import press


def cost(listing, price, by):
    """Another price for the only offer, as the seller sets it."""
    offer = Offer.objects.get(listing=listing.pk)
    reprice(listing, {offer.pk: {**values_of(offer), "price": price}}, {offer.pk: values_of(offer)}, by)


@pytest.fixture
def wish(client, bob, listing):
    """Bob wishes the listing at 29.00 EUR."""
    client.force_login(bob)
    press(client, listing)
    return WishedListing.objects.get()


def test_a_lower_price_is_mailed_once(alice, bob, listing, wish, mailoutbox):
    cost(listing, 2500, alice)

    periodic.every_minute()
    periodic.every_minute()

    assert [mail.to for mail in mailoutbox] == [[bob.email]]
    assert mailoutbox[0].subject == "Aster Serif costs less now"
    assert "Personal licence: €25 instead of €29" in mailoutbox[0].body
    assert listing.url in mailoutbox[0].body


def test_a_still_lower_price_is_another_mail(alice, listing, wish, mailoutbox):
    for price in (2500, 1900):
        cost(listing, price, alice)
        periodic.every_minute()

    assert ["instead of €29" in mail.body for mail in mailoutbox] == [True, True]
    assert "€19" in mailoutbox[1].body


def test_up_and_down_again_is_no_news_for_a_month(alice, listing, wish, mailoutbox):
    for price in (2500, 2900, 2500):
        cost(listing, price, alice)
        periodic.every_minute()
    assert len(mailoutbox) == 1

    WishedListing.objects.update(told_at=timezone.now() - timedelta(days=31))
    for price in (2900, 2500):
        cost(listing, price, alice)
        periodic.every_minute()

    assert len(mailoutbox) == 2


def test_a_higher_price_and_a_new_cheap_offer_are_no_drop(alice, listing, wish, mailoutbox):
    cost(listing, 3900, alice)
    Offer.objects.create(listing=listing, name="Trial", price=100)
    cards.rewrite(listing)

    periodic.every_minute()

    assert mailoutbox == []
    assert Card.objects.get(pk=listing.pk).from_price == 100


def test_a_campaigns_price_is_a_drop(listing, wish, mailoutbox):
    page = campaign()
    propose(page, {listing.offers.get(): 1900})
    accepted(page)
    featuring.refresh()

    periodic.every_minute()

    assert "Personal licence: €19 instead of €29" in mailoutbox[0].body


def test_the_owner_and_whoever_said_no_hear_nothing(alice, bob, carol, listing, wish, mailoutbox):
    WishedListing.objects.create(user=carol, listing=listing, price=2900, prices=wish.prices)
    grant(bob, listing.offers.get())
    notices.opt_out(carol.email, PRICE_DROPS)
    cost(listing, 2500, alice)

    periodic.every_minute()

    assert mailoutbox == []
    assert not WishedListing.objects.exclude(dropped_at=None).exists()


def test_a_withdrawn_listing_is_not_advertised(alice, listing, wish, mailoutbox):
    cost(listing, 2500, alice)
    Card.objects.update(is_public=False)

    periodic.every_minute()

    assert mailoutbox == []


def test_a_mail_server_that_is_away_loses_nothing(alice, listing, wish, mailoutbox, monkeypatch):
    cost(listing, 2500, alice)
    with monkeypatch.context() as broken:
        broken.setattr(news, "send_mail", away)
        periodic.every_minute()
    assert mailoutbox == []

    periodic.every_minute()

    assert len(mailoutbox) == 1


def away(*args):
    raise OSError("no mail leaves")


def test_two_workers_mail_once(alice, listing, wish, mailoutbox):
    cost(listing, 2500, alice)
    WishedListing.objects.update(mail_lease_until=timezone.now() + timedelta(minutes=1))
    assert news.tell_of_drop(wish.pk) is False

    WishedListing.objects.update(mail_lease_until=timezone.now() - timedelta(seconds=1))

    assert news.tell_of_drop(wish.pk) is True
    assert len(mailoutbox) == 1

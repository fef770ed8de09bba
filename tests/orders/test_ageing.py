"""Listings that nobody has touched or bought for long are found, each by those whose they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import teams
from orders.models import Order
from products.models import Listing
from tests.conftest import person, publish_download
from tests.orders.test_back_office import rows_of
from tests.products.editing import at_desk
from tests.stores import furnish

AGEING = "report_ageing"


def aged(listing, days):
    """As if it had been published and last edited so long ago."""
    then = timezone.now() - timedelta(days=days)
    Listing.objects.filter(pk=listing.pk).update(latest_revision_created_at=then, first_published_at=then)


def titles(who, **asked):
    page = at_desk(who).get(reverse(AGEING), asked)
    return [listing.title for listing in page.context["object_list"]]


def test_the_longest_untouched_comes_first(store, listing, alice):
    young = publish_download(store, "Young", 100)
    aged(listing, 200)

    assert titles(alice) == [listing.title, young.title]
    assert titles(alice, untouched=180) == [listing.title]
    assert titles(alice, untouched=365) == []


def test_what_was_sold_lately_or_is_new_is_not_unsold(store, listing, till, bob, offer, alice):
    aged(listing, 200)
    publish_download(store, "Young", 100)
    assert titles(alice, unsold=90) == [listing.title]

    till.sell(bob, offer)

    assert titles(alice, unsold=90) == []
    Order.objects.update(paid_at=timezone.now() - timedelta(days=91))
    assert titles(alice, unsold=90) == [listing.title]


def test_a_seller_sees_own_listings_only_and_support_none(alice, carol, bob):
    own, foreign = furnish(alice, "wombat"), furnish(carol, "quokka")

    assert sorted(titles(alice)) == [own.listing.title, "wombat tool"]
    assert sorted(titles(carol)) == [foreign.listing.title, "quokka tool"]
    teams.join(own.page.seller, bob, "support")
    assert at_desk(bob).get(reverse(AGEING)).status_code == 302


def test_the_file_says_when_each_was_last_sold(client, till, bob, offer, listing, alice):
    till.sell(bob, offer)

    (row,) = rows_of(client, alice, AGEING)

    assert list(row) == ["Listing", "Last edited", "Last sale", "Sales"]
    assert (row["Listing"], row["Sales"]) == ("Aster Serif", "1")
    assert row["Last sale"].startswith(f"{Order.objects.get().paid_at:%Y-%m-%d}")


def test_it_costs_the_same_for_many_listings(store, listing, alice):
    client = at_desk(alice)
    client.get(reverse(AGEING))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(AGEING))
        return len(seen)

    few = cost()
    for number in range(4):
        publish_download(store, f"Another {number}", 100)

    assert cost() == few


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("moderator", 302), ("editor", 302)])
def test_of_the_staff_only_admins_read_it(db, settings, role, status):
    settings.REQUIRE_TWO_FACTOR = False

    assert at_desk(person("ada@example.com", role)).get(reverse(AGEING)).status_code == status

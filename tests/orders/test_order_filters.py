"""Orders by when they were paid and from where; a sheet holds what the list shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from orders.admin import order_filters, periods
from orders.models import Order
from products.storefronts import open_store
from tests.conftest import person, publish_download

MIDDLE_OF_MARCH = datetime(2026, 3, 15, 9, tzinfo=UTC).date()


@pytest.fixture
def seen(client, alice, settings):
    """What alice's list answers to a query, as text."""
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(alice)

    def seen(query):
        answer = client.get(f"/admin/orders/?{query}")
        return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()

    return seen


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", (2026, 3, 15), (2026, 3, 15)),
        ("7", (2026, 3, 9), (2026, 3, 15)),
        ("30", (2026, 2, 14), (2026, 3, 15)),
        ("month", (2026, 3, 1), (2026, 3, 15)),
        ("last-month", (2026, 2, 1), (2026, 2, 28)),
        ("year", (2026, 1, 1), (2026, 3, 15)),
    ],
)
def test_each_named_stretch_of_time_has_its_days(period, first, last):
    assert periods.days_of(period, MIDDLE_OF_MARCH) == (date(*first), date(*last))


def test_the_orders_of_last_month_are_listed_and_exported(till, bob, offer, seen):
    old, new = till.sell(bob, offer), till.sell(bob, offer)
    Order.objects.filter(pk=old.pk).update(paid_at=timezone.now().replace(day=1) - timedelta(days=2))

    for answer in (seen("paid=last-month"), seen("paid=last-month&export=csv")):
        assert old.number in answer
        assert new.number not in answer


def test_orders_are_filtered_by_the_buyers_country(till, bob, offer, seen):
    order = till.sell(bob, offer)

    assert order.number in seen("country=DE")
    assert order.number not in seen("country=DK")


def paid_on(order, *day):
    Order.objects.filter(pk=order.pk).update(paid_at=timezone.make_aware(datetime(*day, 23, 30)))


def test_a_range_of_days_is_of_payments_as_the_named_stretches_are(till, bob, offer, seen):
    inside, outside = till.sell(bob, offer), till.sell(bob, offer)
    paid_on(inside, 2026, 2, 15)
    paid_on(outside, 2026, 2, 16)

    page = seen("paid_at_from=2026-02-01&paid_at_to=2026-02-15")

    assert inside.number in page
    assert outside.number not in page
    assert "Placed between" not in page


def test_those_who_run_the_shop_ask_for_unpaid_orders_by_when_they_were_placed(
    client, till, bob, offer, settings
):
    settings.REQUIRE_TWO_FACTOR = False
    order = till.place(bob, offer)
    client.force_login(person("ada@example.com", "admin"))

    today = timezone.localdate()

    def until(day):
        return client.get("/admin/orders/", {"created_at_to": day.isoformat()}).content.decode()

    assert "Placed between" in until(today)
    assert f"#{order.pk}" in until(today)
    assert f"#{order.pk}" not in until(today - timedelta(days=1))


@pytest.mark.parametrize(
    ("words", "is_found"), [("aster", True), ("Aster Serif", True), ("Rain", False), ("x" * 300, False)]
)
def test_orders_are_filtered_by_listing(till, bob, offer, carol, seen, words, is_found):
    rain = publish_download(open_store(carol, "Carol's Sounds", "DE").specific, "Rain loop", 700)
    order = till.sell(bob, offer, rain.offers.get())

    page = seen(f"listing={words}")

    assert (order.number in page) is is_found
    assert "Rain loop" not in page


def test_a_listing_is_found_by_the_title_it_was_sold_under_and_by_its_new_one(
    till, bob, offer, listing, seen
):
    order = till.sell(bob, offer)
    listing.title = "Zinnia Serif"
    listing.save_revision().publish()

    assert order.number in seen("listing=aster")
    assert order.number in seen("listing=zinnia")


def test_the_field_offers_a_bounded_number_of_own_titles(store, seen, monkeypatch):
    monkeypatch.setattr(order_filters, "MOST_TITLES", 2)
    for number in range(3):
        publish_download(store, f"Volume {number}", 100)

    assert seen("").count('<option value="Volume') == 2


def test_the_kind_of_what_another_seller_sold_in_a_shared_order_stays_unsaid(till, bob, offer, carol, seen):
    rain = publish_download(open_store(carol, "Carol's Sounds", "DE").specific, "Rain loop", 700)
    order = till.sell(bob, offer, rain.offers.get())
    assert order.number in seen("kind=download")

    order.items.filter(seller__owner__email="alice@example.com").update(kind="ticket")

    assert order.number not in seen("kind=download")

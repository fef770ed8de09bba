"""Orders by when they were paid and from where; a sheet holds what the list shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from orders.admin import periods
from orders.models import Order

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

"""The report of subscribers: who pays, who owes, who came and left, what they bring in a month."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders import recurring
from orders.models import Subscription
from tests.conftest import publish_download
from tests.orders.subscribing import MONTH, after, card_becomes, subscribe
from tests.products.editing import at_desk

LONG_AGO = timezone.now() - timedelta(days=60)


@pytest.fixture
def yearly(store):
    """At 100.00 euro a year."""
    return publish_download(store, "Sounds of the year", 10000, interval="year").offers.get()


def only(rows):
    (row,) = rows
    return row


def test_a_year_counts_a_twelfth_and_a_month_whole(till, bob, plan, yearly):
    subscribe(till, bob, yearly)

    total = only(recurring.totals(recurring.begun()))

    assert (total["running"], total["came"], total["a_month"]) == (2, 2, 900 + 833)
    assert [row["a_month"] for row in recurring.by_plan(recurring.begun()).order_by("amount")] == [900, 833]


def test_churn_is_of_those_who_were_there_a_month_ago(till, bob, carol, plan, monthly):
    subscribe(till, carol, monthly)
    Subscription.objects.update(started_at=LONG_AGO)
    Subscription.objects.filter(pk=plan.pk).update(state="ended", ended_at=timezone.now())

    row = only(recurring.by_plan(recurring.begun()))

    assert (row["were"], row["lost"], row["running"], row["left"], row["a_month"]) == (2, 1, 1, 1, 900)
    assert recurring.churn(row) == 50


def test_nobody_there_a_month_ago_has_no_churn(plan):
    assert recurring.churn(only(recurring.totals(recurring.begun()))) is None


def test_who_owes_counts_and_is_named(till, plan):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)

    row = only(recurring.totals(recurring.begun()))

    assert (row["running"], row["owing"], row["a_month"]) == (1, 1, 900)


def test_sellers_read_their_own_and_others_nothing(alice, carol, plan, client):
    page = at_desk(alice).get(reverse("report_subscribers")).content.decode()
    assert "Sounds of the month" in page
    assert "€9.00" in page
    client.force_login(carol)

    page = client.get(reverse("report_subscribers"), follow=True).content.decode()
    assert "Sounds of the month" not in page


def test_the_page_costs_the_same_for_many_plans(alice, till, bob, store, plan):
    desk = at_desk(alice)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("report_subscribers"))
        return len(captured)

    queries()
    few = queries()
    for number in range(3):
        subscribe(till, bob, publish_download(store, f"Pack {number}", 900, interval="month").offers.get())

    assert queries() == few

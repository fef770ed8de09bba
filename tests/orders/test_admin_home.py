"""The admin's home answers at a glance, in the ledger's own numbers and a constant number of queries."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts import teams
from orders import figures, reports
from orders.models import JournalEntry, Posting
from orders.models.ledger import Line
from tests.products.editing import at_desk
from tests.stores import furnish


@pytest.fixture
def shop(wombat_store):
    return wombat_store


def post_sale(shop, source, amount=2610, fee=290, days_ago=0):
    lines = [
        Line("stripe", amount + fee),
        Line("fee", -fee),
        Line("seller", -amount, shop.page.seller_id),
    ]
    then = timezone.now() - timedelta(days=days_ago)
    # The ledger is append-only in the database too: an entry gets its day when it is written.
    with patch("django.utils.timezone.now", return_value=then):
        JournalEntry.post(JournalEntry.Kind.SALE, source, shop.order, lines)


def test_the_chart_sums_to_the_ledger(shop):
    for number, days_ago in enumerate((0, 3, 29, 30, 59, 60)):
        post_sale(shop, f"sale-{number}", amount=1000 + number, days_ago=days_ago)

    chart = figures.chart_of([shop.page.seller_id], 30)

    assert len(chart.bars) == 30
    assert (chart.total, sum(bar.amount for bar in chart.bars)) == (3003, 3003)
    assert chart.before == 1003 + 1004


def test_a_year_is_drawn_in_weeks(shop):
    post_sale(shop, "sale-1", days_ago=364)

    chart = figures.chart_of([shop.page.seller_id], 365)

    assert (len(chart.bars), chart.bars[0].amount, chart.total) == (53, 2610, 2610)


def test_refunds_are_subtracted_and_never_drawn_below_zero(shop):
    lines = [Line("stripe", -100), Line("seller", 100, shop.page.seller_id)]
    JournalEntry.post(JournalEntry.Kind.REFUND, "refund-x", shop.order, lines)

    chart = figures.chart_of([shop.page.seller_id], 30)

    assert (chart.total, chart.bars[-1].amount, chart.bars[-1].height) == (-100, -100, 0)


def test_the_home_says_todays_and_the_last_days_earnings(shop):
    post_sale(shop, "sale-1")
    post_sale(shop, "sale-2", days_ago=5)
    post_sale(shop, "sale-3", days_ago=20)

    earned = reports.earnings_of(type(shop.page.seller).objects.filter(pk=shop.page.seller_id))
    page = at_desk(shop.owner).get("/admin/").content.decode()

    assert [(e.today, e.week, e.month, e.balance) for e in earned] == [(2610, 5220, 7830, 7830)]
    for said in ("€26.10", "€52.20", "€78.30", "Best listings", "S-wombat"):
        assert said in page


def test_the_shops_figures_are_the_ledgers(shop):
    post_sale(shop, "sale-1", amount=1000, fee=111)

    found = figures.of_the_shop()

    fees = sum(p.amount for p in Posting.objects.filter(account="fee"))
    assert (found["volume"], found["fees"], -fees) == (1111, 111, 111)
    assert (found["placed"], found["paid"]) == (1, 1)


def test_a_sellers_home_costs_the_same_for_many_orders(shop, django_assert_max_num_queries):
    client = at_desk(shop.owner)
    client.get("/admin/")
    for number in range(25):
        post_sale(shop, f"sale-{number}")

    with django_assert_max_num_queries(40):
        page = client.get("/admin/?days=90")

    assert page.status_code == 200


def test_another_sellers_figures_do_not_show(shop, carol):
    foreign = furnish(carol, "quokka")
    post_sale(foreign, "sale-9", amount=77777)

    page = at_desk(shop.owner).get("/admin/").content.decode()

    assert "777.77" not in page and "quokka" not in page


@pytest.mark.parametrize(("role", "money", "orders"), [("support", False, True), ("accountant", True, True)])
def test_a_part_in_a_team_sees_its_panels(shop, bob, role, money, orders):
    post_sale(shop, "sale-1")
    teams.join(shop.page.seller, bob, role)

    page = at_desk(bob).get("/admin/").content.decode()

    assert ("Owed to you" in page, "Latest orders" in page) == (money, orders)
    assert "New listing" not in page and f"/admin/pages/{shop.listing.pk}/edit/" not in page


def test_a_strange_range_is_the_usual_one(shop):
    page = at_desk(shop.owner).get("/admin/?days=1e9").content.decode()

    assert "Earnings of the last 30 days" in page


def test_what_waits_for_the_seller_is_listed_with_its_way(shop):
    page = at_desk(shop.owner).get("/admin/").content.decode()

    assert "1 listing is being reviewed" in page
    assert "/admin/listings/?standing=in_review" in page


def test_the_search_field_of_the_home_finds_what_the_person_works_with(client, alice, store, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(alice)

    page = client.get("/admin/").content.decode()

    assert '<form class="home-find" action="/admin/listings/" role="search">' in page
    assert "Search all pages" not in page and "editor guide" not in page

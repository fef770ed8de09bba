"""Who bought: one row for each buyer of one's own store, masked, with sums that are the ledger's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import teams
from orders import reports
from orders.models import Item, Order, Posting
from orders.reports import spent_in
from tests.conftest import person, publish_download
from tests.orders.test_back_office import rows_of
from tests.orders.test_reports import admin, busy, carols_offer, give_back  # noqa: F401
from tests.products.editing import at_desk

ADDRESS = "/admin/reports/customers/"


@pytest.fixture
def shared(till, bob, offer, carols_offer):  # noqa: F811
    """One order with an item of alice (29.00) and one of carol (7.33), and another one of alice's alone."""
    till.sell(bob, offer, carols_offer)
    return till.sell(bob, publish_download(offer.listing.get_parent().specific, "Box", 500).offers.get())


def seen(who, **asked):
    answer = at_desk(who).get(ADDRESS, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("busy")
def test_what_customers_spent_is_what_the_ledger_says():
    currencies = reports.currencies_of()
    rows = list(reports.by_buyer(Item.objects.filter(order__state="paid"), reports.about_buyers(currencies)))
    totals = reports.totals(reports.traded())

    assert {row["currency"]: row["gross"] - row["refunded"] for row in totals} == {
        code: sum(row[spent_in(code)] for row in rows) for code in currencies
    }
    assert len(rows) == 1  # it was all bob


def test_a_seller_reads_own_sums_of_a_shared_order_and_a_masked_address(client, alice, shared):
    (row,) = rows_of(client, alice, "customers")

    assert (row["Customer"], row["Country"], row["Orders"]) == ("b…@example.com", "Germany", "2")
    assert row["Spent"] == "34.00"
    assert "bob@" not in seen(alice)


def test_two_sellers_of_one_order_read_each_their_own(client, carol, shared):
    (row,) = rows_of(client, carol, "customers")

    assert (row["Orders"], row["Spent"]) == ("1", "7.33")


def test_what_went_back_is_not_spent(client, alice, till, bob, offer):
    give_back(till, till.sell(bob, offer).items.get(), 900)

    (row,) = rows_of(client, alice, "customers")

    assert row["Spent"] == "20.00"
    assert -Posting.objects.filter(account__in=("seller", "fee")).balance()["EUR"] == 2000


def test_who_did_not_pay_is_no_customer(alice, till, bob, offer):
    till.place(bob, offer)

    assert "Nobody yet" in seen(alice)


def test_each_currency_has_its_own_sum(client, busy, admin):  # noqa: F811
    (row,) = rows_of(client, admin, "customers")

    assert (row["Customer"], row["Orders"]) == ("bob@example.com", "4")
    assert (row["Spent (EUR)"], row["Spent (JPY)"], row["Spent (USD)"]) == ("25.33", "2900", "7.33")


@pytest.mark.parametrize("role", ["manager", "support", "accountant"])
def test_every_part_that_sees_orders_sees_customers(alice, store, shared, role):
    helper = person(f"{role}@example.com")
    teams.join(store.seller, helper, role)

    assert "b…@example.com" in seen(helper)


@pytest.mark.parametrize("who", ["bob", "editor"])
def test_whoever_sees_no_orders_sees_no_customers(request, shared, who, settings):
    settings.REQUIRE_TWO_FACTOR = False

    one = request.getfixturevalue(who)

    answer = at_desk(one).get(ADDRESS)

    assert answer.status_code in (302, 403)
    told = set(re.findall(r"[\w.+-]+@example\.com", answer.content.decode()))
    assert told <= {one.email}  # in their own header


def test_a_row_leads_to_the_buyers_orders_without_an_address(alice, shared, till, offer):
    other = till.sell(person("zoe@example.com"), offer)
    link = f"{reverse('orders:index')}?customer={shared.pk}"

    assert link in seen(alice)
    listed = at_desk(alice).get(link).content.decode()

    assert shared.number in listed
    assert other.number not in listed
    assert "bob@" not in listed


@pytest.mark.parametrize("forged", ["carols", "999999", "x", "9" * 30])
def test_an_order_of_another_seller_stands_for_no_customer(
    alice,
    carols_offer,  # noqa: F811
    till,
    bob,
    offer,
    forged,
):
    own, foreign = till.sell(bob, offer), till.sell(bob, carols_offer)
    asked = str(foreign.pk) if forged == "carols" else forged

    listed = at_desk(alice).get(reverse("orders:index"), {"customer": asked}).content.decode()

    assert own.number not in listed
    assert "b…@" not in listed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "Aster"}, True),
        ({"q": "Rain"}, False),  # carol's, in the same order
        ({"q": "bob"}, False),
        ({"country": "DE"}, True),
        ({"country": "DK"}, False),
        ({"bought": "again"}, True),
        ({"bought": "once"}, False),
        ({"paid": "today"}, True),
        ({"paid": "last-month"}, False),
    ],
)
def test_customers_are_found_and_filtered(alice, shared, asked, found):
    assert ("b…@example.com" in seen(alice, **asked)) is found


def test_those_who_run_the_shop_search_by_address(admin, shared):  # noqa: F811
    assert "bob@example.com" in seen(admin, q="bob@")


def test_a_stretch_of_time_sums_its_own_purchases_and_leads_to_them(alice, shared):
    Order.objects.filter(pk=shared.pk).update(paid_at=timezone.now() - timedelta(days=400))

    page = seen(alice, paid="year")

    assert "€29.00" in page
    assert "€34.00" not in page
    assert f"?paid=year&amp;customer={shared.pk - 1}" in page


@pytest.mark.usefixtures("carols_offer")
def test_the_list_costs_the_same_for_few_customers_and_many(alice, till, bob, offer):
    def cost():
        desk = at_desk(alice)
        desk.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            desk.get(ADDRESS)
        return asked

    till.sell(bob, offer)
    few = cost()
    for name in "xyz":
        till.sell(person(f"{name}@example.com"), offer)
    many = cost()

    assert len(many) == len(few)
    (count,) = [
        one["sql"] for one in many if one["sql"].startswith("SELECT COUNT(*)") and "buyer" in one["sql"]
    ]
    assert "posting" not in count


def test_customers_are_sorted_by_what_they_spent(client, alice, till, bob, offer, store):
    small = publish_download(store, "Small thing", 100).offers.get()
    till.sell(bob, offer)
    till.sell(person("zoe@example.com"), small)

    page = seen(alice, ordering="spent_EUR")

    assert page.index("z…@example.com") < page.index("b…@example.com")


def test_the_menu_leads_there(alice, store):
    page = at_desk(alice).get("/admin/").content.decode()

    assert ADDRESS in page

"""Reports are sums of the ledger, to the cent, whatever happened to the money."""

import importlib
from collections import Counter
from datetime import datetime
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import teams
from accounts.models import Seller
from orders import audit, refunds, reports
from orders.admin.money_reports import REPORTS
from orders.checkout import sale_lines
from orders.models import JournalEntry, Posting, Refund
from orders.models.ledger import Line
from products.models import Offer
from products.storefronts import open_store
from tests import database
from tests.cast import bob_himself, carol_herself
from tests.conftest import person, publish_download
from tests.orders.conftest import till_alone
from tests.orders.test_back_office import rows_of
from tests.products.editing import at_desk

GROUPINGS = (reports.by_listing, reports.by_month, reports.by_seller)


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


@database.kept(on="listing")
def carols_offer():
    store = open_store(carol_herself(), "Carol's Sounds", "DE")
    store.save_revision().publish()
    return publish_download(store.specific, "Rain loop", 733).offers.get()


def give_back(till, item, amount):
    with till.commits(execute=True):
        return refunds.ask(item, amount, "It was not for me.", None)


def elsewhere(order, currency, country):
    """As if the order had been placed in another country, in another currency."""
    type(order).objects.filter(pk=order.pk).update(currency=currency, country=country)
    order.refresh_from_db()


@database.kept(on="carols_offer")
def busy():
    """Sales of two sellers in three currencies, refunds in part, in full, under way, and two that failed."""
    till, bob, (offer, carols_offer) = till_alone(), bob_himself(), Offer.objects.order_by("-price")
    mixed = till.sell(bob, offer, carols_offer)
    first, second = mixed.items.order_by("pk")
    give_back(till, first, 1001)
    give_back(till, second, 733)
    refunds.ask(first, 500, "Still on its way.", None)
    never = refunds.ask(first, 300, "The bank says no.", None)
    refunds._fail(never, "No such account.")
    for number, currency in enumerate(("USD", "JPY")):
        order = till.place(bob, offer if number else carols_offer)
        elsewhere(order, currency, ("US", "JP")[number])
        with till.commits(execute=True):
            _settle(order)
    lost = give_back(till, till.sell(bob, carols_offer).items.get(), 99)
    refunds._fail(lost, "The account was closed.")
    return mixed


def _settle(order):
    """As settling does it, without asking Stripe."""
    items = list(order.items.order_by("pk"))
    JournalEntry.post(JournalEntry.Kind.SALE, f"sale-{order.pk}", order, sale_lines(items))
    type(order).objects.filter(pk=order.pk).update(state="paid", number=f"S{order.pk}")


def at(*moment):
    """The shop's clock says this."""
    return patch("django.utils.timezone.now", return_value=timezone.make_aware(datetime(*moment)))


def balances(account):
    return Posting.objects.filter(account=account).balance()


def added_up(rows, name):
    found = Counter()
    for row in rows:
        found[row["currency"]] += row[name]
    return dict(found)


@pytest.mark.parametrize("group", GROUPINGS)
def test_the_rows_of_a_report_sum_to_the_ledger(busy, group):
    rows = list(group(reports.traded()))

    assert added_up(rows, "earned") == {k: -v for k, v in balances("seller").items()}
    assert added_up(rows, "fee") == {k: -v for k, v in balances("fee").items()}
    assert all(row["gross"] - row["refunded"] == row["fee"] + row["earned"] for row in rows)
    assert set(added_up(rows, "gross")) == {"EUR", "USD", "JPY"}


@pytest.mark.parametrize("group", GROUPINGS)
def test_a_sellers_rows_sum_to_what_the_seller_is_owed(busy, alice, group):
    own = Seller.objects.filter(owner=alice)

    rows = list(group(reports.traded(own)))

    owed = Posting.objects.filter(seller__in=own).balance()
    assert added_up(rows, "earned") == {k: -v for k, v in owed.items()}


def test_the_totals_are_the_sums_of_the_rows(busy):
    rows, totals = list(reports.by_listing(reports.traded())), reports.totals(reports.traded())

    for name in ("sold", *reports.AMOUNTS):
        assert {row["currency"]: row[name] for row in totals} == added_up(rows, name)


def test_refunds_under_way_and_refused_ones_are_in_no_sum(busy):
    (row,) = reports.totals(reports.traded(Seller.objects.filter(owner__email="alice@example.com"))).copy()[
        :1
    ]

    assert (row["currency"], row["gross"], row["refunded"]) == ("EUR", 2900, 1001)
    assert busy.items.order_by("pk")[0].refunded_amount == 1501


def test_what_went_back_and_did_not_arrive_is_what_the_ledger_says(busy):
    rows = list(reports.refunds_posted(reports.refund_postings()))

    assert sorted((row["kind"], row["refunded"], row["lost"]) for row in rows) == [
        ("refund", 99, 0),
        ("refund", 733, 0),
        ("refund", 1001, 0),
        ("refund_lost", 0, 99),
    ]
    assert added_up(rows, "lost") == {k: -v for k, v in balances("buyer").items()}
    assert all(row["refunded"] == row["fee"] + row["earned"] for row in rows)


def test_every_row_stands_in_the_month_and_country_of_its_money(till, bob, offer):
    order = till.place(bob, offer)
    elsewhere(order, "EUR", "AT")
    with at(2026, 1, 31, 23, 30):
        _settle(order)
    give_back(till, till.sell(bob, offer).items.get(), 100)

    old, new = reports.by_month(reports.traded()).order_by("month")

    assert (f"{old['month']:%Y-%m}", old["country"], old["gross"], old["refunded"]) == (
        "2026-01",
        "AT",
        2900,
        0,
    )
    assert (new["country"], new["gross"], new["refunded"], new["sold"]) == ("DE", 2900, 100, 1)


def test_the_books_name_an_item_whose_postings_are_of_another_sum(till, bob, offer):
    item = till.sell(bob, offer).items.get()
    type(item).objects.update(amount=2800)

    assert f"Item {item.pk} was sold for 2800, its postings say 2900." in list(audit.problems())


def test_old_postings_learn_their_items_and_no_sum_changes(busy):
    was = {report: list(report(reports.traded())) for report in GROUPINGS}
    order = busy
    sale = order.entries.get(kind="sale")
    before = {account: balances(account) for account in Posting.Account}
    old = importlib.import_module("orders.migrations.0009_name_the_items_of_old_postings")
    editor = SimpleNamespace(connection=connection, execute=lambda sql: connection.cursor().execute(sql))
    old._guard(editor, "DISABLE")
    _as_it_was(sale)
    old._guard(editor, "ENABLE")

    old.name_items(apps, editor)

    assert {account: balances(account) for account in Posting.Account} == before
    assert {report: list(report(reports.traded())) for report in GROUPINGS} == was
    assert list(audit.problems()) == []


def _as_it_was(sale):
    """One fee for all items, and nothing says of which item anything is."""
    fees = Posting.objects.filter(entry=sale, account="fee")
    total = sum(fee.amount for fee in fees)
    fees._raw_delete(fees.db)
    Posting.objects.bulk_create([Posting(entry=sale, account="fee", currency="EUR", amount=total)])
    Posting.objects.update(item=None)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.slug)
def test_a_seller_reads_own_rows_and_admins_all(busy, alice, admin, report):
    own = at_desk(alice).get(reverse(report.index_url_name)).content.decode()
    everything = at_desk(admin).get(reverse(report.index_url_name)).content.decode()

    assert "€" in own and "Rain loop" not in own and "Carol" not in own
    assert "Carol" in everything or report.slug == "sales-by-month"


@pytest.mark.parametrize(("role", "status"), [("accountant", 200), ("support", 302)])
def test_only_parts_that_carry_money_read_reports(busy, store, carol, role, status):
    helper = person("helper@example.com")
    teams.join(store.seller, helper, role)

    answers = [at_desk(helper).get(reverse(report.index_url_name)) for report in REPORTS]

    assert {answer.status_code for answer in answers} == {status}
    assert all(b"\xe2\x82\xac" not in answer.content for answer in answers if status == 302)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.slug)
def test_a_report_costs_the_same_for_few_rows_and_many(busy, till, bob, carols_offer, admin, report):
    def cost():
        client = at_desk(admin)
        client.get(reverse(report.index_url_name))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(report.index_url_name))
        return len(seen)

    few = cost()
    for _ in range(3):
        order = till.sell(bob, carols_offer)
        give_back(till, order.items.get(), 10)

    assert cost() == few


def test_a_range_of_days_includes_both(till, bob, offer, alice):
    for day in (1, 15, 28):
        order = till.place(bob, offer)
        with at(2026, 2, day, 23, 59):
            _settle(order)
    asked = {"entry__occurred_at_from": "2026-02-01", "entry__occurred_at_to": "2026-02-15"}

    page = at_desk(alice).get(reverse("report_by_listing"), asked).content.decode()

    assert "€58.00" in page and "€87.00" not in page


def test_a_report_of_one_seller_is_found_by_name(busy, admin):
    page = at_desk(admin).get(reverse("report_by_listing"), {"seller": "carol"}).content.decode()

    assert "Rain loop" in page and "Aster Serif" not in page


def test_a_report_leaves_as_a_spreadsheet_with_numbers_and_human_headings(busy, client, alice):
    rows = rows_of(client, alice, "report_by_listing")

    euro = next(row for row in rows if row["Currency"] == "EUR")
    assert list(euro) == ["Listing", "Sold", "Sold for", "Refunded", "Platform fee", "Earned", "Currency"]
    assert list(euro.values()) == ["Aster Serif", "1", "29.00", "10.01", "1.90", "17.09", "EUR"]


def test_a_title_in_a_report_is_no_formula(busy, client, alice, listing):
    type(listing).objects.update(title="=1+1")

    assert {row["Listing"] for row in rows_of(client, alice, "report_by_listing")} == {"'=1+1"}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.slug)
def test_a_report_opens_in_a_spreadsheet_program(busy, admin, report):
    answer = at_desk(admin).get(reverse(report.index_url_name), {"export": "xlsx"})

    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_who_sold_nothing_reads_so(store, alice):
    assert "Nothing sold" in at_desk(alice).get(reverse("report_by_listing")).content.decode()
    assert not Refund.objects.exists()


def test_sums_stand_below_the_rows_for_each_currency(busy, admin):
    page = at_desk(admin).get(reverse("report_by_seller")).content.decode()

    foot = page.split("<tfoot>")[1].split("</tfoot>")[0]
    assert foot.count("report-total") == 3
    assert "€43.66" in foot  # 29.00 + 2 × 7.33


def test_a_line_without_an_item_is_in_no_report(busy, alice):
    before = list(reports.by_listing(reports.traded()))
    seller = Seller.objects.get(owner=alice)
    JournalEntry.post("sale", "by-hand", busy, [Line("stripe", 5), Line("seller", -5, seller.pk)])

    assert list(reports.by_listing(reports.traded())) == before

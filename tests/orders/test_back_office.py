"""The back-office: admins see all, sellers their own items in paid orders, others nothing."""

import csv
import io

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from orders.admin.cells import defused
from orders.models import Item, Order, Refund, StripeEvent
from products.models import Offer
from products.storefronts import open_store
from tests import database
from tests.cast import bob_himself, carol_herself
from tests.conftest import person, publish_download
from tests.orders.conftest import till_alone


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


@database.kept(on="listing")
def carols_offer():
    store = open_store(carol_herself(), "Carol's Sounds", "DE")
    store.save_revision().publish()
    return publish_download(store.specific, "Rain loop", 700).offers.get()


@database.kept(on="carols_offer")
def shared():
    """One order with an item of alice (29.00) and one of carol (7.00)."""
    return till_alone().sell(bob_himself(), *Offer.objects.order_by("-price"))


@pytest.fixture
def alices(shared, alice):
    return shared.items.get(seller__owner=alice)


@pytest.fixture
def carols(shared, carol):
    return shared.items.get(seller__owner=carol)


def page(client, person_, name, *args, status=200):
    client.force_login(person_)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def refund_url(item):
    return reverse("order_item_refund", args=[item.pk])


def test_an_admin_sees_the_whole_order(client, admin, shared):
    listed = page(client, admin, "orders:index")
    seen = page(client, admin, "orders:inspect", shared.pk)

    assert "€36.00" in listed
    assert all(word in seen for word in ("Aster Serif", "Rain loop", "bob@example.com", "€36.00", "Paid"))


def test_a_seller_sees_own_items_and_a_masked_buyer(client, alice, shared):
    listed = page(client, alice, "orders:index")
    seen = page(client, alice, "orders:inspect", shared.pk)

    for said in (listed, seen):
        assert "€29.00" in said
        assert "b…@example.com" in said
        for secret in ("Rain loop", "Carol", "€36.00", "€7.00", "bob@"):
            assert secret not in said


def test_a_seller_does_not_see_unpaid_orders(client, alice, till, bob, offer):
    order = till.place(bob, offer)

    page(client, alice, "orders:inspect", order.pk, status=404)
    assert f"#{order.pk}" not in page(client, alice, "orders:index")


def test_a_buyer_has_no_back_office(client, bob, shared):
    client.force_login(bob)

    assert client.get(reverse("orders:inspect", args=[shared.pk])).status_code in (302, 403, 404)


def test_a_seller_refunds_an_own_item(client, alice, alices, django_capture_on_commit_callbacks):
    client.force_login(alice)
    assert "€29.00" in client.get(refund_url(alices)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(refund_url(alices), {"amount": "29.00", "reason": "It does not open."})

    assert answer["Location"] == reverse("orders:inspect", args=[alices.order_id])
    refund = Refund.objects.get()
    assert (refund.state, refund.amount, refund.asked_by) == ("done", 2900, alice)
    assert ModelLogEntry.objects.get(action="orders.refund").user == alice
    assert "It does not open." in page(client, alice, "orders:inspect", alices.order_id)


@pytest.mark.parametrize("amount", ["0", "-1", "29.01", "NaN", "1e9", "", "abc"])
def test_an_amount_that_cannot_be_refunded_is_explained(client, alice, alices, amount):
    client.force_login(alice)

    answer = client.post(refund_url(alices), {"amount": amount, "reason": "x"})

    assert answer.status_code == 200
    assert not Refund.objects.exists()


def test_another_sellers_item_is_unknown_and_stays_as_it_is(client, alice, carols):
    client.force_login(alice)

    answers = [
        client.get(refund_url(carols)).status_code,
        client.post(refund_url(carols), {"amount": "7.00", "reason": "x"}).status_code,
        client.get(refund_url(Item(pk=999999))).status_code,
    ]

    assert answers == [404, 404, 404]
    assert not Refund.objects.exists()


@pytest.mark.parametrize("name", ["entitlements:withdraw", "stripe_event_again"])
def test_only_admins_withdraw_and_try_again(client, alice, alices, name):
    client.force_login(alice)
    event = StripeEvent.objects.create(event_id="evt_x", kind="x", payload={}, attempts=12)
    pk = {"stripe_event_again": event.pk}.get(name, alices.entitlement_id)

    answer = client.post(reverse(name, args=[pk]))

    assert (answer.status_code, answer.headers.get("Location")) in ((404, None), (302, "/admin/"))
    event.refresh_from_db()
    assert (event.attempts, alices.entitlement.state) == (12, "active")


def test_an_admin_withdraws_access_once_and_it_is_logged(client, admin, alices):
    client.force_login(admin)

    for _ in range(2):
        client.post(reverse("entitlements:withdraw", args=[alices.entitlement_id]))

    assert Item.objects.get(pk=alices.pk).entitlement.state == "ended"
    assert ModelLogEntry.objects.get(action="products.withdraw").user == admin
    assert "Access withdrawn (ada@example.com)" in page(client, admin, "orders:inspect", alices.order_id)


def test_an_admin_sends_the_receipt_again(client, admin, shared, mailoutbox):
    client.force_login(admin)
    mailoutbox.clear()

    client.post(reverse("order_resend", args=[shared.pk]))

    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]


def test_an_admin_has_a_given_up_event_tried_again(client, admin):
    event = StripeEvent.objects.create(event_id="evt_x", kind="x", payload={}, attempts=12)
    assert "Try again" in page(client, admin, "stripe_events:inspect", event.pk)

    client.post(reverse("stripe_event_again", args=[event.pk]))

    assert StripeEvent.objects.due().get() == event


def test_sellers_do_not_see_stripes_events(client, alice, store):
    page(client, alice, "stripe_events:index", status=403)


def rows_of(client, person_, name):
    client.force_login(person_)
    answer = client.get(reverse(name), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_sellers_export_holds_own_amounts_under_human_headings(client, alice, shared):
    (row,) = rows_of(client, alice, "orders:index")

    assert (row["Number"], row["Buyer"], row["Items"]) == (
        str(shared),
        "b…@example.com",
        "Aster Serif · Personal licence",
    )
    assert (row["Total"], row["Platform fee"], row["Seller's share"]) == ("29.00", "2.90", "26.10")


def test_an_export_to_excel_opens(client, admin, shared):
    client.force_login(admin)

    answer = client.get(reverse("orders:index"), {"export": "xlsx"})

    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_cells_that_a_spreadsheet_would_calculate_are_defused():
    formulas = ("=1+1", "+1", "-1", "@x", " =1", "\n=1", "\ufeff=1", "\tx")

    assert [defused(cell) for cell in (*formulas, "fine", "a=b", 5)] == [
        *(f"'{cell}" for cell in formulas),
        "fine",
        "a=b",
        5,
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [("q=Aster", 1), ("q=Nothing", 0), ("state=paid", 1), ("state=lapsed", 0), ("kind=download", 1)],
)
def test_orders_are_found_and_filtered(client, admin, shared, question, found):
    client.force_login(admin)

    said = client.get(reverse("orders:index") + "?" + question).content.decode()

    assert said.count(f"/admin/orders/inspect/{shared.pk}/") >= found
    assert (f"/admin/orders/inspect/{shared.pk}/" in said) == bool(found)


def test_a_seller_does_not_find_an_order_by_anothers_title_or_by_the_buyers_address(client, alice, shared):
    client.force_login(alice)

    for words in ("Rain", "bob"):
        said = client.get(reverse("orders:index"), {"q": words}).content.decode()
        assert f"/admin/orders/inspect/{shared.pk}/" not in said


def test_the_lists_cost_the_same_for_one_and_five_orders(
    client, admin, till, bob, offer, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        client.force_login(admin)
        client.get(reverse("orders:index"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("orders:index"))
        return len(captured)

    till.sell(bob, offer)
    one = cost()
    for _ in range(4):
        till.sell(bob, offer)

    assert cost() == one


def test_the_sellers_home_shows_what_was_earned(client, alice, shared):
    assert "€26.10" in page(client, alice, "wagtailadmin_home")


def test_a_seller_who_sold_nothing_reads_so(client, alice, store):
    assert "Nothing sold yet" in page(client, alice, "wagtailadmin_home")


def test_nothing_in_the_lists_can_be_added_edited_or_deleted(client, admin, shared):
    client.force_login(admin)

    for name, args in (("orders:add", []), ("orders:edit", [shared.pk]), ("orders:delete", [shared.pk])):
        assert client.post(reverse(name, args=args), {"state": "lapsed"}).status_code in (302, 403, 404)

    assert Order.objects.get(pk=shared.pk).state == "paid"


def test_a_right_that_was_sold_leads_to_its_order_and_its_refund(client, alice, alices):
    said = page(client, alice, "entitlements:inspect", alices.entitlement_id)

    assert reverse("orders:inspect", args=[alices.order_id]) in said
    assert refund_url(alices) in said


def test_a_right_of_a_shared_order_does_not_lead_to_anothers_refund(client, alice, alices, carols):
    page(client, alice, "entitlements:inspect", carols.entitlement_id, status=404)
    assert refund_url(carols) not in page(client, alice, "entitlements:inspect", alices.entitlement_id)

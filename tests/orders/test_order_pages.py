"""An order's page in every state, for its owner, its guest, and whoever else has the address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from products import delivery
from tests.orders.buying import fetch_of, place, put_in_cart, text_of


def test_pages_with_a_secret_address_are_kept_nowhere(client, guest_order):
    page = client.get(guest_order.get_absolute_url())

    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("name", ["order", "order_wait", "order_back", "order_invoice"])
def test_an_unknown_address_is_a_404(client, db, name):
    assert client.get(reverse(name, args=["x" * 32])).status_code == 404


@pytest.mark.parametrize("name", ["order_pay", "order_again", "order_link"])
def test_nothing_changes_by_get(client, guest_order, name):
    assert client.get(reverse(name, args=[guest_order.token])).status_code == 405


def test_an_unpaid_order_offers_to_pay(client, listing):
    order = place(client, listing)

    page = client.get(order.get_absolute_url())
    answer = client.post(reverse("order_pay", args=[order.token]))

    assert "This order waits for its payment" in text_of(page)
    assert "otf" not in text_of(page)
    assert (answer.status_code, answer["Location"]) == (303, order.session_url)


def test_coming_back_from_paying_waits_and_looks_again_fifteen_times(client, listing):
    order = place(client, listing)
    wait = reverse("order_wait", args=[order.token])

    page = client.get(f"{order.get_absolute_url()}?session_id=cs_1")
    last = client.get(f"{wait}?left=1")

    assert f'hx-get="{wait}?left=15"' in text_of(page)
    assert "One moment" in text_of(page)
    assert "hx-get" not in text_of(last)
    assert "we will mail you" in text_of(last)


@pytest.mark.parametrize("left", ["", "abc", "-1", "9" * 50])
def test_a_tampered_wait_never_waits_for_ever(client, listing, left):
    order = place(client, listing)

    page = client.get(reverse("order_wait", args=[order.token]), {"left": left})

    assert page.status_code == 200
    assert page.context["polls_left"] <= 14


def test_the_waiting_page_goes_on_when_the_money_is_there(client, guest_order):
    answer = client.get(reverse("order_wait", args=[guest_order.token]))

    assert answer["HX-Redirect"] == guest_order.get_absolute_url()


def test_a_bank_debit_is_under_way_not_unpaid(client, listing):
    order = place(client, listing)
    Order.objects.filter(pk=order.pk).update(processing_at=timezone.now())

    assert "Your payment is under way" in text_of(client.get(order.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "lapsed"}, "This order was not paid"),
        ({"state": "lapsed", "failed_at": timezone.now()}, "The payment did not arrive"),
        ({"state": "returned"}, "Your payment goes back to you"),
    ],
)
def test_an_order_that_ended_says_why_and_refills_the_cart(client, listing, fields, words):
    order = place(client, listing)
    Order.objects.filter(pk=order.pk).update(session_id="", **fields)

    page = client.get(order.get_absolute_url())
    client.post(reverse("order_again", args=[order.token]))

    assert words in text_of(page)
    assert [row["title"] for row in client.session["cart"]] == ["Aster Serif"]


def test_a_refund_is_shown_on_the_receipt(client, guest_order):
    guest_order.items.update(refunded_amount=2900)
    delivery.withdraw(guest_order.items.get().entitlement)

    page = client.get(guest_order.get_absolute_url())

    assert "This order was refunded" in text_of(page)
    assert "−€29.00" in text_of(page)
    assert "Refunded: it is no longer open to you." in text_of(page)
    assert fetch_of(guest_order) not in text_of(page)


def test_going_back_after_paying_shows_that_it_is_paid_and_the_cart_is_empty(client, guest_order):
    back = client.get(reverse("order_back", args=[guest_order.token]), follow=True)
    cart = client.get(reverse("checkout"), follow=True)

    assert "Nothing was charged" not in text_of(back)
    assert "Your cart is empty" in text_of(cart)
    assert guest_order.number in text_of(cart)


def test_the_history_is_ones_own_and_costs_the_same_for_one_and_for_five(
    client, bob, carol, listing, django_assert_num_queries
):
    client.force_login(bob)
    place(client, listing)
    client.get(reverse("orders"))
    with CaptureQueriesContext(connection) as counted:
        client.get(reverse("orders"))
    for_one = len(counted)
    for n in range(4):
        place(client, listing, attempt=f"{n}" * 32)
    with django_assert_num_queries(for_one):
        page = client.get(reverse("orders"))
    client.force_login(carol)

    assert len(page.context["rows"]) == 5
    assert client.get(reverse("orders")).context["rows"] == []


def test_ordering_again_tells_a_price_that_has_changed_since(client, listing):
    order = place(client, listing)
    listing.offers.update(price=3100)
    client.post(reverse("order_again", args=[order.token]))

    page = client.get(reverse("cart"))

    assert "it was €29.00, now it is €31.00" in text_of(page)
    assert put_in_cart(client, listing).status_code == 302


def test_orders_are_found_by_their_year(client, bob, listing):
    client.force_login(bob)
    new, old = place(client, listing), place(client, listing, attempt="b" * 32)
    Order.objects.filter(pk=old.pk).update(created_at=timezone.now().replace(year=2024, day=5))

    page = client.get(reverse("orders"), {"year": "2024"})

    assert [row["order"] for row in page.context["rows"]] == [old]
    assert page.context["years"] == [str(new.created_at.year), "2024"]
    assert len(client.get(reverse("orders"), {"year": "1999'"}).context["rows"]) == 2

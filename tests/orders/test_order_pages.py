"""An order's page in every state, for its owner, its guest, and whoever else has the address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.models import LegalSettings
from orders import viewers
from orders.models import Invoice, Order
from products import delivery
from tests.orders.buying import pay, place, put_in_cart


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def guest_order(client, listing, commits):
    """Paid by a guest in `client`."""
    return pay(client, place(client, listing), commits)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def fetch_of(order):
    held = order.items.get().entitlement
    return reverse("download_file", args=[held.pk, held.files().get().pk])


def test_a_guest_has_the_file_from_the_receipt_in_one_click(client, guest_order):
    page = client.get(guest_order.get_absolute_url())

    answer = client.post(fetch_of(guest_order), follow=True)

    assert "Thank you" in text_of(page)
    assert fetch_of(guest_order) in text_of(page)
    assert b"".join(answer.streaming_content) == b"otf bytes"


def test_a_guest_has_the_file_from_the_mail_on_another_machine(client, guest_order, mailoutbox):
    elsewhere = type(client)()
    link = next(w for w in mailoutbox[0].body.split() if "/orders/" in w).removeprefix("http://testserver")

    before = elsewhere.post(fetch_of(guest_order))
    elsewhere.get(link)
    after = elsewhere.post(fetch_of(guest_order), follow=True)

    assert before["Location"].startswith(reverse("account_login"))
    assert b"".join(after.streaming_content) == b"otf bytes"


def test_a_pass_opens_nothing_else(client, guest_order, listing, bob):
    client.get(guest_order.get_absolute_url())
    others = delivery.grant(bob, listing.offers.get())

    answer = client.get(reverse("library_item", args=[others.pk]))

    assert answer.status_code == 302
    assert client.get(reverse("library")).status_code == 302


def test_a_pass_ends_with_the_right(client, guest_order):
    client.get(guest_order.get_absolute_url())
    delivery.withdraw(guest_order.items.get().entitlement)

    answer = client.post(fetch_of(guest_order))

    assert answer.status_code == 410
    assert "no longer open to you" in text_of(answer)


def test_a_pass_runs_out(client, guest_order):
    client.get(guest_order.get_absolute_url())
    session = client.session
    session["passes"] = {pk: 1 for pk in session["passes"]}
    session.save()

    assert client.post(fetch_of(guest_order)).status_code == 302


def test_an_old_address_opens_nothing_until_a_fresh_link_is_mailed(client, guest_order, mailoutbox):
    Order.objects.filter(pk=guest_order.pk).update(paid_at=timezone.now() - timedelta(days=31))
    elsewhere = type(client)()

    page = elsewhere.get(guest_order.get_absolute_url())
    closed = elsewhere.post(fetch_of(guest_order))
    elsewhere.post(reverse("order_link", args=[guest_order.token]))
    link = next(w for w in mailoutbox[-1].body.split() if "?key=" in w).removeprefix("http://testserver")
    elsewhere.get(link)

    assert "Mail me a fresh link" in text_of(page)
    assert "guest@example.com" not in text_of(page)
    assert closed.status_code == 302
    assert mailoutbox[-1].to == ["guest@example.com"]
    assert elsewhere.post(fetch_of(guest_order)).status_code == 302
    assert elsewhere.post(fetch_of(guest_order), follow=True).status_code == 200


def test_a_key_of_another_order_opens_nothing(client, guest_order, listing):
    Order.objects.filter(pk=guest_order.pk).update(paid_at=timezone.now() - timedelta(days=31))
    elsewhere = type(client)()
    wrong = viewers.fresh_key(Order(pk=guest_order.pk + 1))

    elsewhere.get(f"{guest_order.get_absolute_url()}?key={wrong}")

    assert "passes" not in elsewhere.session


def test_the_address_of_a_members_order_opens_no_goods(client, bob, listing, commits):
    client.force_login(bob)
    order = pay(client, place(client, listing), commits)
    stranger = type(client)()

    page = stranger.get(order.get_absolute_url())

    assert "Sign in with the account that bought this" in text_of(page)
    assert "b…@example.com" in text_of(page)
    assert "bob@example.com" not in text_of(page)
    assert "passes" not in stranger.session
    assert stranger.post(fetch_of(order)).status_code == 302


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


def test_an_invoice_is_made_once_and_numbered_without_a_gap(client, listing, commits, settings):
    LegalSettings.objects.create(site=Site.objects.get(), legal_name="Stoa GmbH", vat_id="DE123456789")
    orders = [pay(client, place(client, listing, attempt=c * 32, country="FR"), commits) for c in "ab"]
    for order in orders:
        said = {
            "buyer_name": "Bob SARL",
            "buyer_address": "1 Rue X\nParis",
            "buyer_tax_id": "FR 12 123456789",
        }
        client.post(reverse("order_invoice", args=[order.token]), said)
    client.post(reverse("order_invoice", args=[orders[0].token]), {"buyer_name": "Somebody else"})

    page = text_of(client.get(reverse("order_invoice", args=[orders[0].token])))

    assert list(Invoice.objects.order_by("pk").values_list("number", "buyer_name")) == [
        (1, "Bob SARL"),
        (2, "Bob SARL"),
    ]
    assert "R000001" in page
    assert "Stoa GmbH" in page
    assert "FR12123456789" in page
    assert "Reverse charge" in page


def test_a_consumers_invoice_has_no_reverse_charge(client, guest_order):
    client.post(reverse("order_invoice", args=[guest_order.token]), {"buyer_name": "Bob"})

    page = text_of(client.get(reverse("order_invoice", args=[guest_order.token])))

    assert "Reverse charge" not in page
    assert "Prices include VAT where it applies." in page


def test_a_stranger_with_a_members_address_gets_no_invoice(client, bob, carol, listing, commits):
    client.force_login(bob)
    order = pay(client, place(client, listing), commits)
    stranger = type(client)()
    stranger.force_login(carol)

    answer = stranger.post(reverse("order_invoice", args=[order.token]), {"buyer_name": "Carol"})

    assert answer.status_code == 404
    assert Invoice.objects.count() == 0


def test_an_unpaid_order_has_no_invoice(client, listing):
    order = place(client, listing)

    assert client.get(reverse("order_invoice", args=[order.token])).status_code == 404


def test_ordering_again_tells_a_price_that_has_changed_since(client, listing):
    order = place(client, listing)
    listing.offers.update(price=3100)
    client.post(reverse("order_again", args=[order.token]))

    page = client.get(reverse("cart"))

    assert "it was €29.00, now it is €31.00" in text_of(page)
    assert put_in_cart(client, listing).status_code == 302

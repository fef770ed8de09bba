"""The one page before paying: what it asks, what it refuses, and that it places an order once."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from orders.models import Order
from products.models import Entitlement, Offer
from tests.conftest import publish_download
from tests.orders.buying import form_for, place, put_in_cart

CHECKOUT = reverse("checkout")


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_an_empty_cart_has_no_checkout(client, db):
    assert client.get(CHECKOUT)["Location"] == reverse("cart")


def test_the_button_names_the_duty_to_pay_and_no_tick_is_set(client, listing):
    put_in_cart(client, listing)

    page = client.get(CHECKOUT)

    assert "<span>Pay €29.00</span>" in text_of(page)
    assert "checked" not in text_of(page)
    assert page["Cache-Control"].count("no-store") == 1


def test_a_guest_is_sent_to_the_payment_page_by_303(client, listing):
    put_in_cart(client, listing)

    answer = client.post(CHECKOUT, form_for(client, 2900))

    assert answer.status_code == 303
    assert answer["Location"] == Order.objects.get().session_url
    order = Order.objects.get()
    assert (order.email, order.country, order.total, order.is_guest) == (
        "guest@example.com",
        "DE",
        2900,
        True,
    )
    assert order.terms_accepted_at
    assert order.immediate_delivery_at


def test_without_the_consent_nothing_is_placed(client, listing):
    put_in_cart(client, listing)
    sent = form_for(client, 2900, email="long.address@example.com")
    del sent["immediate"]

    page = client.post(CHECKOUT, sent)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["immediate"]
    assert page.context["form"].fields["immediate"].widget.attrs["autofocus"] is True
    assert 'value="long.address@example.com"' in text_of(page)
    assert Order.objects.count() == 0


def test_what_is_not_digital_asks_for_no_waiver(client, listing, monkeypatch):
    monkeypatch.setattr(type(listing), "is_digital_content", False)
    put_in_cart(client, listing)
    sent = form_for(client, 2900)
    del sent["immediate"]

    client.post(CHECKOUT, sent)

    assert Order.objects.get().immediate_delivery_at is None


def test_a_slip_in_the_address_is_asked_about_once(client, listing):
    put_in_cart(client, listing)

    first = client.post(CHECKOUT, form_for(client, 2900, email="bob@gmial.com"))
    again = form_for(client, 2900, email="bob@gmial.com", email_as_typed="bob@gmial.com")
    second = client.post(CHECKOUT, again)

    assert "Did you mean bob@gmail.com?" in text_of(first)
    assert 'name="email_as_typed" value="bob@gmial.com"' in text_of(first)
    assert 'name="email" value="bob@gmial.com"' in text_of(first)
    assert second.status_code == 303
    assert Order.objects.get().email == "bob@gmial.com"


@pytest.mark.parametrize("country", ["ZZ", "de", "Germany", "", "EU"])
def test_only_countries_are_countries(client, listing, country):
    put_in_cart(client, listing)

    page = client.post(CHECKOUT, form_for(client, 2900, country=country))

    assert list(page.context["form"].errors) == ["country"]
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "country"), [("de-AT,de;q=0.9", "AT"), ("fr", "FR"), ("xx-ZZ", ""), ("*", ""), ("en-EU", "")]
)
def test_the_country_is_guessed_from_the_browser(client, listing, language, country):
    put_in_cart(client, listing)

    page = client.get(CHECKOUT, headers={"accept-language": language})

    assert page.context["form"].initial["country"] == country


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("DE 123 456 789", "DE123456789"),
        ("123456789", "DE123456789"),
        ("DE12", None),
        ("FR12123456789", None),
    ],
)
def test_a_vat_number_has_the_form_of_its_country(client, listing, number, kept):
    put_in_cart(client, listing)

    page = client.post(CHECKOUT, form_for(client, 2900, business_name="Bob Ltd", tax_id=number))

    assert [order.tax_id for order in Order.objects.all()] == ([kept] if kept else [])
    assert page.status_code == (303 if kept else 200)


def test_the_same_form_sent_twice_is_one_order(client, listing):
    first = place(client, listing)
    put_in_cart(client, listing)

    answer = client.post(CHECKOUT, form_for(client, 2900))

    assert answer["Location"] == first.session_url
    assert Order.objects.count() == 1
    assert Entitlement.objects.count() == 1


def test_a_forms_number_finds_no_order_of_another_browser(client, listing, django_user_model):
    mine = place(client, listing)
    other = type(client)()
    put_in_cart(other, listing)

    answer = other.post(CHECKOUT, form_for(other, 2900))

    assert Order.objects.count() == 2
    assert answer["Location"] != mine.session_url


def test_a_price_that_changed_is_shown_before_anything_is_placed(client, listing):
    put_in_cart(client, listing)
    Offer.objects.filter(listing=listing).update(price=3500)

    page = client.post(CHECKOUT, form_for(client, 2900))

    assert "it was €29.00, now it is €35.00" in text_of(page)
    assert "<span>Pay €35.00</span>" in text_of(page)
    assert 'name="seen_total" value="3500"' in text_of(page)
    assert Order.objects.count() == 0
    assert client.post(CHECKOUT, form_for(client, 3500)).status_code == 303


@pytest.mark.parametrize("seen", ["1", "0", "-2900", "NaN", "", "9" * 30])
def test_a_tampered_total_places_nothing(client, listing, seen):
    put_in_cart(client, listing)

    page = client.post(CHECKOUT, form_for(client, seen))

    assert page.status_code == 200
    assert Order.objects.count() == 0


def test_a_listing_that_is_gone_is_told_and_nothing_is_placed(client, store, listing):
    put_in_cart(client, listing)
    put_in_cart(client, publish_download(store, "Other", 100))
    listing.unpublish()

    page = client.post(CHECKOUT, form_for(client, 3000))

    assert "“Aster Serif” is no longer on sale." in text_of(page)
    assert Order.objects.count() == 0


def test_the_last_one_sold_meanwhile_is_told_and_nothing_is_placed(client, store):
    rare = publish_download(store, "Rare", 2900, stock=1)
    place(client, rare)
    other = type(client)()
    put_in_cart(other, rare)

    answer = other.post(CHECKOUT, form_for(other, 2900), follow=True)

    assert "has just been sold out" in text_of(answer)
    assert Order.objects.count() == 1


def test_a_free_thing_asks_for_no_payment(client, store, django_capture_on_commit_callbacks):
    free = publish_download(store, "Gift", None, is_free=True)
    put_in_cart(client, free)
    page = client.get(CHECKOUT)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(CHECKOUT, form_for(client, 0))

    order = Order.objects.get()
    assert "Get it for free" in text_of(page)
    assert answer["Location"] == order.get_absolute_url()
    assert (order.state, order.session_id) == ("paid", "")


def test_a_known_and_an_unknown_address_are_answered_alike(client, bob, listing):
    known = place(client, listing, email="bob@example.com")
    other = type(client)()
    unknown = place(other, listing, email="new@example.com", attempt="b" * 32)

    pages = [c.get(order.get_absolute_url()) for c, order in ((client, known), (other, unknown))]

    assert (known.buyer, unknown.buyer.has_usable_password()) == (bob, False)
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].context["viewer"] == pages[1].context["viewer"]
    assert client.get(reverse("library")).status_code == 302
    assert client.get(reverse("orders")).status_code == 302


def test_a_member_cannot_buy_in_the_name_of_another(client, bob, carol, listing):
    client.force_login(bob)

    order = place(client, listing, email="carol@example.com")

    assert (order.buyer, order.email, order.is_guest) == (bob, "bob@example.com", False)
    assert get_user_model().objects.count() == 3


def test_too_many_forms_from_one_address_are_refused(client, db):
    """Sixty-one posts: one window of five minutes may end among them, two may not."""
    codes = [client.post(CHECKOUT, {}).status_code for _ in range(61)]

    assert codes[0] == 302
    assert {403, 429} & set(codes)

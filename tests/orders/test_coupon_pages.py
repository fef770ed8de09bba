"""Typing, following and losing a coupon, as buyers do."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from orders.models import Coupon, CouponUse, Order
from tests.orders.buying import form_for, pay, put_in_cart, text_of
from tests.orders.couponing import make_coupon

CART, CHECKOUT = reverse("cart"), reverse("checkout")
UNKNOWN = "We do not know the coupon “SPRING”. Check how it is written."


def use(client, code="spring"):
    return client.post(reverse("cart_coupon"), {"coupon": code, "coupon_is": "typed"}, follow=True)


def test_a_coupon_in_the_cart_is_said_with_subtotal_and_total(client, listing):
    make_coupon()
    put_in_cart(client, listing)

    said = text_of(use(client))

    assert "Coupon SPRING" in said
    for amount in ("€29.00", "−€5.80", "€23.20"):
        assert amount in said


def test_it_can_be_left_out_again(client, listing):
    make_coupon()
    put_in_cart(client, listing)
    use(client)

    page = client.post(reverse("cart_coupon"), {"coupon_is": "left"}, follow=True)

    assert page.context["quote"].total == 2900
    assert "coupon" not in client.session


def now(**delta):
    return timezone.now() + timedelta(**delta)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"is_active": False}, UNKNOWN),
        ({"starts_at": now(days=1)}, UNKNOWN),
        ({"code": "OTHER"}, UNKNOWN),
        ({"ends_at": now(days=-1)}, "The coupon “SPRING” has ended."),
        ({"most": 0}, "The coupon “SPRING” has been used up."),
        ({"minimum": 5000}, "The coupon “SPRING” needs a purchase of at least €50.00."),
        ({"scope": "listings"}, "The coupon “SPRING” is not for what is in your cart."),
    ],
)
def test_each_refusal_says_why_below_what_was_typed(client, listing, more, words):
    make_coupon(**more)
    put_in_cart(client, listing)

    page = use(client)

    assert words in text_of(page)
    assert 'value="spring"' in text_of(page) or 'value="SPRING"' in text_of(page)
    assert page.context["quote"].total == 2900


def test_who_guesses_codes_is_stopped_and_who_knows_one_is_not_counted(client, listing):
    make_coupon()
    put_in_cart(client, listing)
    for _ in range(30):
        use(client)
    for number in range(21):
        use(client, f"GUESS{number}")
    client.post(reverse("cart_coupon"), {"coupon_is": "left"})

    assert "Too many coupons were tried from here." in text_of(use(client))
    assert "coupon" not in client.session


def test_the_checkout_keeps_what_was_typed_when_a_coupon_is_used(client, listing):
    make_coupon()
    put_in_cart(client, listing)
    sent = form_for(client, 2900, coupon="spring", email="long.one@example.com", tax_id="x")

    page = client.post(CHECKOUT, sent)

    said = text_of(page)
    assert "<span>Pay €23.20</span>" in said
    assert 'value="long.one@example.com"' in said
    assert 'name="seen_total" value="2320"' in said
    assert (said.count("checked"), "Please check" in said, Order.objects.count()) == (1, False, 0)


def test_an_unknown_code_at_the_checkout_places_nothing(client, listing):
    put_in_cart(client, listing)

    page = client.post(CHECKOUT, form_for(client, 2900, coupon="spring"))

    assert UNKNOWN in text_of(page)
    assert Order.objects.count() == 0


def test_an_order_with_a_coupon_is_paid_and_shown_with_it(client, listing, commits, mailoutbox):
    make_coupon()
    put_in_cart(client, listing)
    use(client)
    client.post(CHECKOUT, form_for(client, 2320))

    order = pay(client, Order.objects.get(), commits)

    said = text_of(client.get(order.get_absolute_url()))
    assert (order.state, order.total, "coupon" in client.session) == ("paid", 2320, False)
    for words in ("Coupon SPRING", "€29.00", "−€5.80", "€23.20"):
        assert words in said
        assert words in mailoutbox[0].body


def test_a_coupon_that_brings_it_to_nothing_never_shows_stripe(client, listing):
    make_coupon(basis_points=10000)
    put_in_cart(client, listing)
    use(client)

    assert "Get it for free" in text_of(client.get(CHECKOUT))
    answer = client.post(CHECKOUT, form_for(client, 0))

    order = Order.objects.get()
    assert (order.state, order.session_id, answer["Location"]) == ("paid", "", order.get_absolute_url())


def test_a_form_opened_before_the_coupon_ended_is_shown_anew(client, listing):
    make_coupon()
    put_in_cart(client, listing)
    use(client)
    client.get(CHECKOUT)
    Coupon.objects.update(ends_at=now(seconds=-1))

    page = client.post(CHECKOUT, form_for(client, 2320))

    assert Order.objects.count() == 0
    assert "The coupon “SPRING” has ended." in text_of(page)
    assert "<span>Pay €29.00</span>" in text_of(page)
    client.post(CHECKOUT, form_for(client, 2900))
    assert Order.objects.get().total == 2900


def test_a_guest_signs_in_for_a_coupon_with_a_limit_for_each_buyer(client, listing):
    make_coupon(most_each=1)
    put_in_cart(client, listing)

    page = use(client)

    assert "Sign in to use the coupon “SPRING”" in text_of(page)
    assert CouponUse.objects.count() == 0


def test_a_code_with_a_nul_is_unknown(client, listing):
    put_in_cart(client, listing)

    answer = client.get("/?coupon=%00SPRING")

    assert answer.status_code == 303
    assert Coupon.objects.coded("\x00SPRING").query.is_empty()


def test_a_picture_of_another_site_names_no_coupon(client, listing):
    make_coupon()

    answer = client.get("/?coupon=SPRING", headers={"Sec-Fetch-Dest": "image"})

    assert answer.status_code == 200
    assert "coupon" not in client.session


def test_a_link_keeps_the_coupon_and_opens_the_page_without_it(client, listing):
    make_coupon()

    answer = client.get(f"{listing.url}?coupon=spring&from=mail")

    assert (answer.status_code, answer["Location"]) == (303, f"{listing.url}?from=mail")
    assert "is kept for you" in text_of(client.get(CART))
    put_in_cart(client, listing)
    assert client.get(CART).context["quote"].total == 2320


def test_a_link_poisons_no_kept_page(client, listing):
    make_coupon()
    plain = client.get(listing.url)

    client.get(f"{listing.url}?coupon=SPRING", follow=True)
    client.cookies.clear()
    later = client.get(listing.url)

    assert plain["X-Cache"] == "MISS"
    assert later["X-Cache"] == "HIT"
    assert later.content == plain.content
    assert client.get(f"{listing.url}?coupon=SPRING").status_code == 303


def test_a_link_with_an_unknown_code_makes_no_session(client, listing):
    answer = client.get(f"{listing.url}?coupon=nothing")

    assert answer.status_code == 303
    assert Session.objects.count() == 0


def test_a_link_leads_to_this_shop_only(client, db):
    answer = client.get("//evil.example/?coupon=nothing")

    assert not answer.headers.get("Location", "/").startswith("//")


def test_what_was_ordered_with_a_coupon_goes_back_into_the_cart_at_its_price(client, listing):
    make_coupon()
    put_in_cart(client, listing)
    use(client)
    client.post(CHECKOUT, form_for(client, 2320))

    client.post(reverse("order_again", args=[Order.objects.get().token]))

    assert client.get(CART).context["quote"].total == 2900

"""A left cart is reminded of once, hours later: never after buying, against a wish, or of what is gone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import notices
from orders import checkout, periodic, reminders
from orders.mails import CARTS
from orders.models import LeftCart, Order
from products import delivery
from tests.orders.buying import pay, place, put_in_cart, text_of


@pytest.fixture
def bob_in(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def left(bob_in, listing):
    """Bob's cart with Aster Serif, left two days ago."""
    put_in_cart(bob_in, listing)
    return aged(LeftCart.objects.get())


def aged(cart, days=2):
    LeftCart.objects.filter(pk=cart.pk).update(left_at=timezone.now() - timedelta(days=days))
    cart.refresh_from_db()
    return cart


def reminders_in(mailoutbox):
    return [m for m in mailoutbox if m.subject == "You left something in your cart"]


def test_a_member_is_reminded_once_with_a_link_and_a_way_to_end_it(left, bob, mailoutbox):
    periodic.every_minute()
    periodic.every_minute()

    (mail,) = reminders_in(mailoutbox)
    assert mail.to == [bob.email]
    assert "- Aster Serif (Personal licence): €29.00" in mail.body
    (token,) = re.findall(r"http://testserver/cart/back/([^/]+)/", mail.body)
    assert reminders.behind(token) == left
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nobody_is_reminded_early_or_late(left, mailoutbox):
    aged(left, days=0)
    periodic.every_minute()
    aged(left, days=8)
    periodic.every_minute()

    assert reminders_in(mailoutbox) == []


def test_a_shop_may_remind_nobody(left, settings, mailoutbox):
    settings.CART_REMINDER_HOURS = 0

    periodic.every_minute()

    assert reminders_in(mailoutbox) == []


def test_who_wants_none_gets_none(left, bob, mailoutbox):
    notices.opt_out(bob.email, CARTS)

    periodic.every_minute()

    assert reminders_in(mailoutbox) == []


def test_a_visitor_whom_nobody_knows_leaves_nothing(client, listing):
    put_in_cart(client, listing)

    assert not LeftCart.objects.exists()


def test_a_changed_cart_is_not_reminded_of_again_before_it_was_empty(bob_in, left, listing, mailoutbox):
    periodic.every_minute()
    put_in_cart(bob_in, listing, amount="30.00")
    aged(LeftCart.objects.get())
    periodic.every_minute()
    assert len(reminders_in(mailoutbox)) == 1

    bob_in.post(reverse("cart_remove"), {"offer": listing.offers.get().pk})
    put_in_cart(bob_in, listing)
    aged(LeftCart.objects.get())
    periodic.every_minute()

    assert len(reminders_in(mailoutbox)) == 2


def test_who_bought_meanwhile_is_not_reminded(bob_in, listing, left, commits, mailoutbox):
    pay(bob_in, place(bob_in, listing, email=""), commits)
    LeftCart.keep(left.person, left.email, left.rows)
    aged(LeftCart.objects.get())

    periodic.every_minute()

    assert reminders_in(mailoutbox) == []


def test_buying_empties_it(bob_in, listing, left):
    place(bob_in, listing, email="")

    assert not LeftCart.objects.exists()


@pytest.mark.parametrize("how", ["gone", "had"])
def test_nobody_is_reminded_of_what_is_gone_or_had(left, bob, listing, how, mailoutbox):
    if how == "gone":
        listing.unpublish()
    else:
        delivery.grant(bob, listing.offers.get())

    periodic.every_minute()

    assert reminders_in(mailoutbox) == []


def test_a_guest_whose_order_was_not_paid_is_reminded_once(client, listing, mailoutbox):
    order = place(client, listing)
    checkout.expire(order)
    aged(LeftCart.objects.get())
    Order.objects.update(created_at=timezone.now() - timedelta(days=3))

    periodic.every_minute()
    periodic.every_minute()

    (mail,) = reminders_in(mailoutbox)
    assert mail.to == ["guest@example.com"]


def test_who_tried_out_cards_is_not_reminded(client, listing):
    order = place(client, listing)
    order.declines = checkout.MOST_DECLINES

    checkout.expire(order)

    assert not LeftCart.objects.exists()


def test_a_mail_that_does_not_leave_is_tried_again(left, mailoutbox, monkeypatch):
    def down(*args):
        raise OSError("no mail today")

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send_mail", down)
        periodic.every_minute()
    periodic.every_minute()

    assert len(reminders_in(mailoutbox)) == 1


def test_the_link_fills_the_cart_of_whoever_opens_it_and_names_nobody(client, left):
    stranger = type(client)()
    path = reminders.link_of(left).removeprefix("http://testserver")

    page = stranger.get(path, follow=True)

    assert [line.offer.listing.title for line in page.context["quote"].lines] == ["Aster Serif"]
    assert "bob@" not in page.content.decode()
    assert "no-store" in stranger.get(path)["Cache-Control"]


@pytest.mark.parametrize("token", ["x", "1:2:3"])
def test_a_forged_link_and_one_of_a_cart_that_is_gone_fill_nothing(client, left, token):
    stranger = type(client)()
    dead = reminders.link_of(left).removeprefix("http://testserver")
    LeftCart.objects.all().delete()

    for path in (dead, reverse("cart_back", args=[token])):
        page = stranger.get(path, follow=True)
        assert "What that link led to can no longer be bought." in text_of(page)
        assert page.context["quote"].lines == ()

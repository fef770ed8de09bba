"""A gift is paid by one person and had by another: once, by whoever has the link, and by nobody before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from orders import audit, checkout, gifts, periodic, receipts, refunds
from orders.models import Gift, Posting
from products import delivery
from products.models import Entitlement
from tests.conftest import person
from tests.orders.buying import fetch_of, pay, place, put_in_cart, text_of
from tests.orders.couponing import make_coupon
from tests.orders.giving import FRIEND, WORDS, give, path_of, take


@pytest.fixture
def gift(client, listing, commits):
    """From a guest in `client`, mailed."""
    return give(client, listing, commits)


@pytest.fixture
def held(gift):
    return gift.order.items.get().entitlement


@pytest.fixture
def friend(client):
    """Another browser."""
    return type(client)()


@pytest.fixture
def bobs_gift(client, bob, listing, commits):
    client.force_login(bob)
    return give(client, listing, commits)


def refunded(order, commits, amount=2900):
    with commits(execute=True):
        refunds.ask(order.items.get(), amount, "changed my mind", None)


def test_a_paid_gift_is_wrapped_and_its_ledger_is_exact(gift, held):
    assert (gift.order.state, held.state, held.holder) == ("paid", "wrapped", gift.order.buyer)
    assert (held.activated_at, held.delivered_at) == (None, None)
    assert {p.account: p.amount for p in Posting.objects.all()} == {
        "stripe": 2900,
        "fee": -290,
        "seller": -2610,
    }
    assert list(audit.problems()) == []


def test_its_recipient_is_mailed_once_with_the_link_and_the_words(gift, mailoutbox):
    gift.refresh_from_db()
    receipts.send_gift(gift.pk)
    periodic.every_minute()

    (letter,) = [m for m in mailoutbox if m.to == [FRIEND]]
    assert letter.subject == "Grandma Ada gives you Aster Serif"
    assert "Happy birthday!" in letter.body
    assert gift.url in letter.body
    assert gift.sent_at


def test_the_receipt_of_a_gift_says_so_and_opens_nothing(gift, mailoutbox):
    receipt = next(m for m in mailoutbox if m.to == ["guest@example.com"])

    assert f"the link for it goes to {FRIEND}" in receipt.body
    assert "Until it is redeemed you may withdraw within 14 days" in receipt.body
    assert "/library/" not in receipt.body


def test_the_giver_cannot_open_it(client, gift, held):
    page = client.get(gift.order.get_absolute_url())

    assert fetch_of(gift.order) not in page.content.decode()
    assert client.post(fetch_of(gift.order))["Location"].startswith(reverse("account_login"))
    assert client.session.get("passes", {}) == {}
    assert not delivery.may_open(gift.order.buyer, held)


def test_a_giving_member_finds_it_in_no_library_and_may_not_review(client, bobs_gift):
    held = bobs_gift.order.items.get().entitlement

    assert "Aster Serif" not in client.get(reverse("library")).content.decode()
    assert client.get(reverse("library_item", args=[held.pk])).status_code == 404
    assert client.get(reverse("review", args=[held.listing_id])).status_code == 404


def test_a_guest_redeems_it_and_has_the_file(friend, gift, held, commits, mailoutbox):
    page = text_of(friend.get(path_of(gift)))
    answer = take(friend, gift, commits)
    file = friend.post(fetch_of(gift.order), follow=True)

    assert "A gift from Grandma Ada" in page
    assert "Happy birthday!<br>Enjoy it." in page
    assert "guest@example.com" not in page
    assert answer.status_code == 303
    assert b"".join(file.streaming_content) == b"otf bytes"
    held.refresh_from_db()
    assert (held.state, held.holder.email) == ("active", FRIEND)
    assert held.delivered_at
    told = {m.to[0]: m.subject for m in mailoutbox[-2:]}
    assert told == {
        "guest@example.com": "Your gift was redeemed: Aster Serif",
        FRIEND: "Your gift from Grandma Ada: Aster Serif",
    }


def test_a_member_redeems_it_into_the_library_and_may_review_it(friend, gift, held, carol, commits):
    friend.force_login(carol)

    take(friend, gift, commits, email="")

    held.refresh_from_db()
    assert held.holder == carol
    assert friend.get(reverse("library_item", args=[held.pk])).status_code == 200
    assert friend.get(reverse("review", args=[held.listing_id])).status_code == 200


def test_the_giver_opens_nothing_after_it_was_redeemed_either(client, friend, gift, commits):
    take(friend, gift, commits)

    page = text_of(client.get(gift.order.get_absolute_url()))

    assert "It was redeemed on" in page
    assert path_of(gift) not in page
    assert fetch_of(gift.order) not in page
    assert client.post(fetch_of(gift.order))["Location"].startswith(reverse("account_login"))


def test_a_receipt_asked_for_again_names_nothing_of_the_recipient(client, friend, gift, commits, mailoutbox):
    take(friend, gift, commits)

    receipts.resend(gift.order)

    assert "/library/" not in mailoutbox[-1].body


def test_the_link_works_once(client, friend, gift, held, carol, commits):
    take(friend, gift, commits)
    other = type(client)()
    other.force_login(carol)

    answer = take(other, gift, commits)

    held.refresh_from_db()
    assert "This gift has been redeemed" in text_of(answer)
    assert held.holder.email == FRIEND
    assert FRIEND not in answer.content.decode()


def test_a_double_click_redeems_once_and_mails_once(friend, gift, commits, mailoutbox):
    take(friend, gift, commits)
    take(friend, gift, commits)
    periodic.every_minute()

    assert len([m for m in mailoutbox if m.subject.startswith("Your gift")]) == 2
    assert "It is yours" in text_of(friend.get(path_of(gift)))


def test_a_guest_must_say_an_address_and_is_asked_about_a_slip_once(friend, gift, commits):
    empty = take(friend, gift, commits, email="")
    slip = take(friend, gift, commits, email="ada@gmial.com")
    assert "Write your e-mail address." in text_of(empty)
    assert "Did you mean ada@gmail.com?" in text_of(slip)
    assert not Gift.objects.exclude(redeemed_at=None).exists()

    take(friend, gift, commits, email="ada@gmial.com", email_as_typed="ada@gmial.com")

    assert Gift.objects.get().redeemed_by.email == "ada@gmial.com"


def test_who_has_it_already_keeps_the_link_for_somebody_else(friend, gift, held, carol, commits):
    delivery.grant(carol, held.offer)
    friend.force_login(carol)

    page = text_of(take(friend, gift, commits))
    held.refresh_from_db()
    assert "You have “Aster Serif” already" in page
    assert held.state == "wrapped"

    take(friend, gift, commits, anyway="1")
    held.refresh_from_db()
    assert held.holder == carol


def test_a_guest_is_told_nothing_of_what_an_address_has(friend, gift, held, carol, commits):
    delivery.grant(carol, held.offer)

    answer = take(friend, gift, commits, email=carol.email)

    assert answer.status_code == 303


def test_an_unknown_link_and_one_of_an_unpaid_gift_open_nothing(client, friend, listing):
    order = place(client, listing, **WORDS)
    unpaid = Gift.objects.get(order=order)

    assert friend.get(reverse("gift", args=["x" * 32])).status_code == 404
    assert "This gift is not ready" in text_of(friend.post(path_of(unpaid), {"email": FRIEND}))
    assert not Gift.objects.exclude(redeemed_at=None).exists()
    assert not User.objects.filter(email=FRIEND).exists()


def test_the_page_is_kept_nowhere(friend, gift):
    answer = friend.get(path_of(gift))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_late_payment_of_a_lapsed_gift_is_wrapped_too(till, bob, offer):
    gift = gifts.Wrapping("Bob", FRIEND)
    order = till.place(bob, offer)
    gifts.write(order, gift)
    checkout.lapse(order)

    till.pay(order)
    till.hear()

    order.refresh_from_db()
    assert (order.state, order.items.get().entitlement.state) == ("paid", "wrapped")


def test_the_seller_has_earned_it_although_it_waits(gift, held, settings):
    assert held.earned_at() == held.wrapped_at + timedelta(days=settings.EARNED_AFTER_DAYS)


def test_staff_may_take_back_a_gift_that_waits(gift, held):
    assert delivery.withdraw(held)
    assert not delivery.withdraw(held)

    assert Entitlement.objects.get().state == "ended"


def test_bought_with_a_coupon_its_amounts_are_exact(client, listing, commits, alice):
    make_coupon(seller=alice.memberships.get().seller)
    put_in_cart(client, listing)
    client.post(reverse("cart_coupon"), {"coupon": "SPRING", "coupon_is": "typed"})
    order = place(client, listing, 2320, **WORDS, recipient=FRIEND)
    pay(client, order, commits)

    assert sum(p.amount for p in Posting.objects.filter(account="seller")) == -2088
    assert order.items.get().entitlement.state == "wrapped"
    assert list(audit.problems()) == []


def test_people_with_an_account_of_their_own_are_found_by_the_address(friend, gift, held, commits):
    dora = person("dora@example.com")

    take(friend, gift, commits, email="Dora@example.com")

    held.refresh_from_db()
    assert held.holder == dora

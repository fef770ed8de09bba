"""Who gives a gift says to whom and when it goes, at the checkout and after; a refund takes it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from orders import audit, gifts, periodic, receipts, refunds
from orders.models import Gift, Order, Posting
from products.models import Stock
from tests.conftest import publish_download
from tests.orders.buying import fetch_of, form_for, pay, place, put_in_cart, text_of
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


def change(client, gift, commits, **said):
    with commits(execute=True):
        return client.post(
            reverse("order_gift", args=[gift.order.token]), {"do": "send", **said}, follow=True
        )


def refunded(order, commits, amount=2900):
    with commits(execute=True):
        refunds.ask(order.items.get(), amount, "changed my mind", None)


def test_a_refund_before_it_is_redeemed_takes_it_back_and_the_link_says_so(friend, gift, held, commits):
    refunded(gift.order, commits)

    page = text_of(take(friend, gift, commits))

    held.refresh_from_db()
    assert "This gift was taken back" in page
    assert (held.state, held.activated_at) == ("ended", None)
    assert sum(p.amount for p in Posting.objects.filter(account="seller")) == 0
    assert list(audit.problems()) == []
    assert not Gift.objects.exclude(redeemed_at=None).exists()


def test_a_refund_before_its_day_lets_no_mail_leave(client, listing, commits, mailoutbox):
    day = timezone.localdate() + timedelta(days=3)
    gift = give(client, listing, commits, send_date=day.isoformat())
    refunded(gift.order, commits)
    Gift.objects.update(send_at=timezone.now() - timedelta(hours=1))

    periodic.every_minute()

    assert [m for m in mailoutbox if m.to == [FRIEND]] == []


def test_a_refund_after_it_is_redeemed_ends_the_recipients_right(friend, gift, held, commits):
    take(friend, gift, commits)

    refunded(gift.order, commits)

    assert friend.post(fetch_of(gift.order)).status_code == 410
    assert "Refunded: it is no longer open to you." in text_of(friend.get(path_of(gift)))


def test_a_refund_of_one_thing_leaves_the_other_to_be_redeemed(client, friend, listing, store, commits):
    second = publish_download(store, "Brush Script", 1000)
    put_in_cart(client, second)
    order = place(client, listing, 3900, **WORDS, recipient=FRIEND)
    pay(client, order, commits)
    with commits(execute=True):
        refunds.ask(order.items.get(title="Brush Script"), 1000, "", None)

    take(friend, Gift.objects.get(), commits)

    states = dict(order.items.values_list("title", "entitlement__state"))
    assert states == {"Aster Serif": "active", "Brush Script": "ended"}


def test_a_day_is_one_of_the_shops_calendar_and_begins_in_the_morning(settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    with timezone.override("Pacific/Auckland"):
        now = timezone.now()
        today = timezone.localdate(now)

        assert gifts.moment_of(today, now) == gifts.moment_of(None, now) == now
        later = timezone.localtime(gifts.moment_of(today + timedelta(days=2), now))
        assert (later.date(), later.hour) == (today + timedelta(days=2), 8)


def test_it_is_mailed_on_its_day_and_not_before(client, listing, commits, mailoutbox):
    day = timezone.localdate() + timedelta(days=3)
    gift = give(client, listing, commits, send_date=day.isoformat())

    periodic.every_minute()
    assert [m for m in mailoutbox if m.to == [FRIEND]] == []
    Gift.objects.filter(pk=gift.pk).update(send_at=timezone.now() - timedelta(minutes=2))
    periodic.every_minute()
    periodic.every_minute()

    assert len([m for m in mailoutbox if m.to == [FRIEND]]) == 1


def test_a_mail_that_did_not_leave_is_tried_again(client, listing, commits, mailoutbox, monkeypatch):
    def down(*args, **kwargs):
        raise OSError("no mail today")

    with monkeypatch.context() as broken:
        broken.setattr(receipts, "send_mail", down)
        gift = give(client, listing, commits)
    Gift.objects.filter(pk=gift.pk).update(send_at=timezone.now() - timedelta(minutes=2))

    periodic.every_minute()

    assert len([m for m in mailoutbox if m.to == [FRIEND]]) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"giver_name": ""}, "Say from whom it is."),
        ({"recipient": "nobody"}, "This is not an e-mail address."),
        ({"recipient": "guest@example.com"}, "This is your own address."),
        ({"recipient": "ada@gmial.com"}, "Did you mean ada@gmail.com?"),
        ({"words": "Win at http://spam.example"}, "Leave addresses of websites out, please."),
        ({"giver_name": "www.spam.example"}, "Leave addresses of websites out, please."),
        ({"send_date": "2001-01-01"}, "Choose today or a day within a year."),
        ({"send_date": "soon"}, "This is not a date."),
        ({"gift": ""}, "Tick this if it is a gift"),
    ],
)
def test_what_is_wrong_with_a_gift_is_said_at_the_checkout_and_nothing_is_placed(
    client, listing, said, words
):
    put_in_cart(client, listing)

    sent = form_for(client, 2900, **{**WORDS, "recipient": FRIEND, **said})
    answer = client.post(reverse("checkout"), sent)

    assert words in text_of(answer)
    assert 'id="as-gift" open' in answer.content.decode()
    assert not Order.objects.exists()


def test_what_is_free_is_never_mailed_by_us(client, store, commits):
    free = publish_download(store, "Free Sans", None, is_free=True)
    put_in_cart(client, free)
    refused = client.post(reverse("checkout"), form_for(client, 0, **WORDS, recipient=FRIEND))
    assert "We mail no gifts that cost nothing." in text_of(refused)

    with commits(execute=True):
        client.post(reverse("checkout"), form_for(client, 0, **WORDS))
    gift = Gift.objects.get()
    change(client, gift, commits, recipient=FRIEND)

    gift.refresh_from_db()
    assert (gift.recipient, gift.order.items.get().entitlement.state) == ("", "wrapped")


def test_give_as_a_gift_stands_in_the_buy_box_and_opens_the_fields(client, listing):
    page = text_of(client.get(listing.url))

    answer = put_in_cart(client, listing, gift="1")

    assert "Give as a gift" in page
    assert answer["Location"] == f"{reverse('checkout')}?gift=1"
    shown = client.get(answer["Location"])
    assert 'id="as-gift" open' in shown.content.decode()
    assert "Deliver as soon as it is redeemed." in text_of(shown)
    assert "Deliver as soon as it is redeemed." not in text_of(client.get(reverse("checkout")))


def test_another_address_gets_a_new_link_and_the_old_one_is_dead(client, friend, gift, commits, mailoutbox):
    old = path_of(gift)

    answer = change(client, gift, commits, recipient="Other@example.org")

    gift.refresh_from_db()
    assert f"The link leaves on {date_format(timezone.localdate(), 'DATE_FORMAT')}" in text_of(answer)
    assert friend.get(old).status_code == 404
    assert mailoutbox[-1].to == ["other@example.org"]
    assert gift.url in mailoutbox[-1].body


def test_the_same_address_once_more_is_sent_again_with_the_same_link(client, gift, commits, mailoutbox):
    old = path_of(gift)

    change(client, gift, commits, recipient=FRIEND)

    assert path_of(gift) == old
    assert [m.to for m in mailoutbox].count([FRIEND]) == 2


def test_whoever_gave_it_may_keep_it_instead(client, friend, gift, held, commits, mailoutbox):
    before = len(mailoutbox)

    answer = change(client, gift, commits, do="keep")

    held.refresh_from_db()
    assert (held.state, held.holder) == ("active", gift.order.buyer)
    assert fetch_of(gift.order) in answer.content.decode()
    assert len(mailoutbox) == before
    assert "This gift has been redeemed" in text_of(friend.get(path_of(gift)))


def test_nothing_can_be_changed_once_it_is_redeemed(client, friend, gift, held, commits):
    take(friend, gift, commits)
    token = path_of(gift)

    answers = [
        change(client, gift, commits, recipient="x@example.org"),
        change(client, gift, commits, do="keep"),
    ]

    held.refresh_from_db()
    assert all("That did not work" in text_of(a) or "has just been redeemed" in text_of(a) for a in answers)
    assert (path_of(gift), held.holder.email) == (token, FRIEND)


def test_nothing_can_be_changed_while_its_mail_leaves(client, gift, commits):
    Gift.objects.update(mail_lease_until=timezone.now() + timedelta(minutes=2))

    answer = change(client, gift, commits, recipient="x@example.org")

    gift.refresh_from_db()
    assert "its mail is just leaving" in text_of(answer)
    assert gift.recipient == FRIEND


def test_only_who_gave_it_sees_or_changes_a_members_gift(client, friend, bobs_gift, carol, commits):
    order = bobs_gift.order
    seen = [friend.get(order.get_absolute_url()), friend.get(order.get_absolute_url())]
    friend.force_login(carol)
    seen.append(friend.get(order.get_absolute_url()))

    answers = [
        friend.post(reverse("order_gift", args=[order.token]), {"do": "send", "recipient": "c@example.org"}),
        friend.post(reverse("order_gift", args=[order.token]), {"do": "keep"}),
        friend.post(reverse("order_gift", args=["x" * 32]), {"do": "keep"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    link = path_of(bobs_gift)
    assert all(link not in page.content.decode() and FRIEND not in page.content.decode() for page in seen)
    assert bobs_gift.recipient == FRIEND
    assert order.items.get().entitlement.state == "wrapped"


def test_an_order_that_is_no_gift_has_nothing_to_send(client, guest_order, commits):
    answer = client.post(reverse("order_gift", args=[guest_order.token]), {"do": "keep"})

    assert answer.status_code == 404


def test_stock_is_taken_by_a_gift_and_stays_used_after_its_refund(client, listing, commits):
    listing.offers.update(stock=2)

    gift = give(client, listing, commits)
    refunded(gift.order, commits)

    assert Stock.objects.get().taken == 1

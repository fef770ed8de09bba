"""A receipt's address opens the goods to the guest who has it, for a while, and to nobody else."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from orders import viewers
from orders.models import Order
from products import delivery
from tests.orders.buying import fetch_of, pay, place, text_of


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

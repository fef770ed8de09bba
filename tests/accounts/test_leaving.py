"""Asking to be forgotten: by a proof, told before, thought over, and refused where something comes first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import erasure, periodic
from accounts.models import Erasure, User
from products import delivery
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.accounts.leaving import ASKED, ERASE, KEEP, after_the_days, erase, places_of
from tests.orders.buying import pay, place, text_of


def test_the_page_says_what_goes_and_what_stays_before_it_asks(proved):
    page = text_of(proved.get(ERASE))

    assert "Your name, your e-mail address" in page
    assert "Invoices as they were issued" in page
    assert "How often a file was fetched" in page
    assert not Erasure.objects.exists()


def test_it_asks_for_a_fresh_proof(client, bob):
    sign_in(client, bob)

    answers = [client.get(ERASE), client.post(ERASE, ASKED)]

    assert {answer["Location"].split("?")[0] for answer in answers} == {"/accounts/reauthenticate/"}
    assert not Erasure.objects.exists()


def test_without_a_tick_nothing_is_asked(proved):
    assert proved.post(ERASE, {"reviews": "delete"}).status_code == 200
    assert not Erasure.objects.exists()


def test_asking_twice_is_asking_once_and_is_mailed(proved, bob, post, mailoutbox):
    mailoutbox.clear()

    post(proved, ERASE, ASKED)
    post(proved, ERASE, ASKED)

    row = Erasure.objects.get()
    assert timedelta(days=6, hours=23) < row.due_at - timezone.now() <= timedelta(days=7)
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]
    assert "Your account will be deleted on" in mailoutbox[0].subject
    assert "Keep my account" in text_of(proved.get(ERASE))
    assert "Your account will be deleted on" in text_of(proved.get(reverse("account")))
    periodic.every_minute()
    bob.refresh_from_db()
    assert (bob.is_active, bob.email) == (True, "bob@example.com")


def test_signing_in_and_keeping_it_cancels(client, bob, proved):
    proved.post(ERASE, ASKED)
    proved.logout()
    sign_in(client, bob)

    answer = client.post(KEEP)

    assert answer["Location"] == reverse("account")
    after_the_days()
    bob.refresh_from_db()
    assert (bob.is_active, bob.first_name) == (True, "Bobrik")
    assert erasure.pending_of(bob) is None


def test_nobody_cancels_or_asks_for_another(client, bob, carol):
    erasure.ask(bob, False)

    client.force_login(carol)
    client.post(KEEP)
    client.logout()

    assert client.post(KEEP)["Location"].startswith(reverse("account_login"))
    assert client.post(ERASE, ASKED)["Location"].startswith(reverse("account_login"))
    assert erasure.pending_of(bob)
    assert Erasure.objects.count() == 1


def test_money_under_way_has_to_arrive_first(proved, bob, listing):
    place(proved, listing)

    page = text_of(proved.post(ERASE, ASKED, follow=True))

    assert "A payment or a refund of yours is under way." in page
    assert "Delete my account" not in page
    assert not Erasure.objects.exists()


def test_money_that_came_under_way_meanwhile_puts_it_off(proved, bob, listing):
    erasure.ask(bob, False)
    place(proved, listing)

    after_the_days()

    bob.refresh_from_db()
    assert bob.is_active
    assert Erasure.objects.get().due_at > timezone.now()


def test_who_has_buyers_is_told_what_to_do(alice, bob, listing):
    delivery.grant(bob, listing.offers.get())

    with pytest.raises(erasure.Refused, match=r"Your store “Alice's Fonts” has buyers. Write to us"):
        erasure.ask(alice, False)


def test_the_only_admin_stays_until_there_is_another(admin):
    with pytest.raises(erasure.Refused, match="You are the only admin"):
        erasure.ask(admin, False)

    User.objects.create_superuser("root@example.com", PASSWORD)

    assert erasure.ask(admin, False)


def test_a_guest_leaves_too_after_a_fresh_code(client, listing, commits, mailoutbox, post):
    pay(client, place(client, listing), commits)
    guest = User.objects.get(email="guest@example.com")
    post(client, reverse("account_request_login_code"), {"email": guest.email})
    post(client, reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[-1])})

    assert "What goes" in text_of(client.get(ERASE))
    session = client.session
    session["account_authentication_methods"] = [
        {**made, "at": 1} for made in session["account_authentication_methods"]
    ]
    session.save()
    assert "Is it you?" in text_of(client.get(ERASE))
    assert "Is it you?" in text_of(client.post(ERASE, ASKED))
    assert not Erasure.objects.exists()
    again = client.post(reverse("erase_prove"))
    assert again["Location"] == f"{reverse('account_request_login_code')}?next=%2Faccount%2Ferase%2F"
    erase(guest)
    assert places_of("guest@example.com") == set()

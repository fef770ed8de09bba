"""A guest's account is claimed by a mailed code, and nobody learns who has an account."""

import pytest
from django.contrib.auth import get_user_model

from products.delivery import grant
from tests.accounts.conftest import code_in

User = get_user_model()


def test_the_code_opens_the_account_that_the_checkout_made(client, listing, post, mailoutbox):
    guest = User.objects.guest("gil@example.com")
    held = grant(guest, listing.offers.get())
    post(client, "/accounts/login/code/", {"email": "Gil@Example.com"})

    post(client, "/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1])})

    assert client.session["_auth_user_id"] == str(guest.pk)
    assert client.get(f"/library/{held.pk}/").status_code == 200
    assert [(a.email, a.verified, a.primary) for a in guest.emailaddress_set.all()] == [
        ("gil@example.com", True, True)
    ]
    assert list(guest.groups.values_list("name", flat=True)) == ["buyer"]


def test_a_wrong_code_opens_nothing(client, db, post):
    guest = User.objects.guest("gil@example.com")
    post(client, "/accounts/login/code/", {"email": guest.email})

    client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})

    assert "_auth_user_id" not in client.session
    assert guest.emailaddress_set.get().verified is False


def test_after_three_wrong_codes_the_right_one_is_worthless(client, db, post, mailoutbox):
    guest = User.objects.guest("gil@example.com")
    post(client, "/accounts/login/code/", {"email": guest.email})
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})

    client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0])})

    assert "_auth_user_id" not in client.session


FORMS = (
    ("/accounts/login/code/", {"email": "{}"}),
    ("/accounts/password/reset/", {"email": "{}"}),
    ("/accounts/signup/", {"email": "{}", "password1": "a long enough one"}),
    ("/accounts/login/", {"login": "{}", "password": "wrong password"}),
)


@pytest.mark.parametrize(("address", "fields"), FORMS)
def test_a_known_and_an_unknown_address_get_the_same_answer(browser, bob, post, address, fields):
    answers = []
    for email in (bob.email, "no@example.com"):
        answer = post(browser(), address, {k: v.format(email) for k, v in fields.items()}, follow=True)
        text = answer.content.decode().replace(email, "").replace(email.lower(), "")
        answers.append((answer.status_code, answer.redirect_chain, _without_tokens(text)))

    assert answers[0] == answers[1]


def _without_tokens(text):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_signing_up_with_a_guests_address_changes_nothing_and_tells_the_guest(client, db, post, mailoutbox):
    guest = User.objects.guest("gil@example.com")

    post(client, "/accounts/signup/", {"email": "gil@example.com", "password1": "thief's password"})

    guest.refresh_from_db()
    assert not guest.has_usable_password()
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session
    assert [m.to for m in mailoutbox] == [["gil@example.com"]]
    assert "http://testserver/accounts/login/code/" in mailoutbox[0].body


def test_signing_up_needs_the_code_from_the_mail(client, db, post, mailoutbox):
    post(client, "/accounts/signup/", {"email": "new@example.com", "password1": "a long enough one"})
    before = "_auth_user_id" in client.session

    post(client, "/accounts/confirm-email/", {"code": code_in(mailoutbox[-1])})

    new = User.objects.get(email="new@example.com")
    assert not before
    assert client.session["_auth_user_id"] == str(new.pk)
    assert list(new.groups.values_list("name", flat=True)) == ["buyer"]


def test_two_spellings_of_an_address_are_one_guest(db):
    first = User.objects.guest("Gil@Example.com")

    assert User.objects.guest(" gil@example.COM ") == first
    assert User.objects.count() == 1

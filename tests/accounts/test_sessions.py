"""Sessions end when they should, guessing is slowed, mails tell what changed, links stay at home."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from tests.accounts.conftest import PASSWORD, code_in, sign_in

PAGE = "/account/"


def is_in(client):
    return client.get(PAGE).status_code == 200


def again(client):
    """Show the password once more, as pages that matter ask for."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_the_session_gets_a_new_key_at_sign_in(client, bob):
    client.get("/accounts/login/")
    client.session["seen"] = True
    client.session.save()
    before = client.session.session_key

    sign_in(client, bob)

    assert client.session.session_key != before


def test_changing_the_password_ends_the_other_sessions(client, browser, bob, post, mailoutbox):
    other = browser()
    sign_in(other, bob)
    sign_in(client, bob)
    again(client)

    post(
        client,
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "a new long one", "password2": "a new long one"},
    )

    assert is_in(client)
    assert not is_in(other)
    assert mailoutbox[-1].subject == "Your password was changed · Stoa"


def test_changing_the_address_ends_the_other_sessions_and_tells_the_old_one(
    client, browser, bob, post, mailoutbox
):
    other = browser()
    sign_in(other, bob)
    sign_in(client, bob)
    again(client)
    post(client, "/accounts/email/", {"email": "bob@new.example", "action_add": ""})

    post(client, "/accounts/confirm-email/", {"code": code_in(mailoutbox[-1])})

    bob.refresh_from_db()
    assert bob.email == "bob@new.example"
    assert is_in(client)
    assert not is_in(other)
    assert [m.to for m in mailoutbox if "was changed" in m.subject] == [["bob@example.com"]]


def test_a_suspended_person_is_out_at_once(client, bob):
    sign_in(client, bob)

    bob.is_active = False
    bob.save()

    assert not is_in(client)


def test_signing_out_kills_the_session_on_the_server(client, browser, bob):
    sign_in(client, bob)
    thief = browser()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value

    client.post("/accounts/logout/")

    assert not is_in(thief)


def test_a_person_signs_one_device_out(client, browser, bob):
    lost = browser()
    sign_in(lost, bob)
    session = UserSession.objects.get(user=bob)
    sign_in(client, bob)

    client.post(f"/accounts/sessions/{session.pk}/end/")

    assert is_in(client)
    assert not is_in(lost)


def test_carol_cannot_sign_bobs_device_out(client, browser, bob, carol):
    sign_in(client, bob)
    session = UserSession.objects.get(user=bob)
    hers = browser()
    sign_in(hers, carol)

    answer = hers.post(f"/accounts/sessions/{session.pk}/end/")

    assert answer.status_code == 404
    assert is_in(client)


def test_a_person_signs_all_other_devices_out(client, browser, bob):
    lost = browser()
    sign_in(lost, bob)
    sign_in(client, bob)

    client.post("/accounts/sessions/")

    assert is_in(client)
    assert not is_in(lost)


def test_a_new_device_is_mailed_and_a_known_one_is_not(client, bob, post, mailoutbox):
    credentials = {"login": bob.email, "password": PASSWORD}
    post(client, "/accounts/login/", credentials)
    first = [m.subject for m in mailoutbox]
    client.post("/accounts/logout/")

    post(client, "/accounts/login/", credentials)

    assert first == ["New sign-in to your account · Stoa"]
    assert len(mailoutbox) == 1


def test_the_eleventh_guess_is_refused_even_when_it_is_right(client, bob):
    for _ in range(10):
        sign_in(client, bob, "wrong")

    answer = sign_in(client, bob)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "_auth_user_id" not in client.session


def test_guesses_from_many_addresses_count_for_the_account(browser, bob):
    for n in range(10):
        browser(REMOTE_ADDR=f"10.0.0.{n}").post("/accounts/login/", {"login": bob.email, "password": "wrong"})

    answer = browser(REMOTE_ADDR="10.9.9.9").post(
        "/accounts/login/", {"login": bob.email, "password": PASSWORD}
    )

    assert answer.status_code == 429


def test_the_pause_ends(client, bob, monkeypatch):
    for _ in range(10):
        sign_in(client, bob, "wrong")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)

    sign_in(client, bob)

    assert is_in(client)


def test_an_unknown_account_is_slowed_alike(client, db):
    for _ in range(10):
        client.post("/accounts/login/", {"login": "no@example.com", "password": "wrong"})

    answer = client.post("/accounts/login/", {"login": "no@example.com", "password": "wrong"})

    assert answer.status_code == 429


ELSEWHERE = ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_to_another_site(client, bob, target):
    answer = client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD, "next": target})

    assert answer["Location"] == "/library/"


def test_next_leads_on_within_the_site(client, bob):
    answer = client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD, "next": "/orders/"})

    assert answer["Location"] == "/orders/"


def link_in(message):
    return next(line for line in message.body.splitlines() if "/password/reset/key/" in line)


def test_the_reset_link_leads_to_the_shop_whatever_host_was_asked(client, bob, post, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]

    post(client, "/accounts/password/reset/", {"email": bob.email}, HTTP_HOST="127.0.0.1")

    assert link_in(mailoutbox[-1]).startswith("http://testserver/accounts/password/reset/key/")


def test_a_strange_host_gets_no_mail_sent(client, bob, post, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    answer = post(client, "/accounts/password/reset/", {"email": bob.email}, HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert mailoutbox == []


def test_the_reset_link_works_once_and_ends_every_session(client, browser, bob, post, mailoutbox):
    other = browser()
    sign_in(other, bob)
    post(client, "/accounts/password/reset/", {"email": bob.email})
    path = link_in(mailoutbox[-1]).removeprefix("http://testserver")
    page = client.get(path)

    post(client, page["Location"], {"password1": "a new long one", "password2": "a new long one"})

    bob.refresh_from_db()
    assert bob.check_password("a new long one")
    assert not is_in(other)
    assert "_auth_user_id" not in client.session
    assert browser().get(path).context["token_fail"] is True


def test_the_reset_link_dies_with_the_address(client, bob, post, mailoutbox):
    post(client, "/accounts/password/reset/", {"email": bob.email})
    bob.email = "bob@new.example"
    bob.save()

    page = client.get(link_in(mailoutbox[-1]).removeprefix("http://testserver"))

    assert page.context["token_fail"] is True


def test_the_counters_live_in_the_shared_cache(client, bob):
    sign_in(client, bob, "wrong")

    cache.clear()
    for _ in range(10):
        sign_in(client, bob, "wrong")

    assert sign_in(client, bob).status_code == 429

"""Payout details: the owner's alone, behind a fresh proof and a factor, mailed and logged."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from accounts.iban import valid_iban
from tests.accounts.conftest import PASSWORD, app_code, sign_in, with_app

IBAN = "DE89 3704 0044 0532 0130 00"
DETAILS = {"payout_iban": IBAN, "country": "DE", "tax_id": ""}


def page_of(store):
    return f"/account/payouts/{store.seller_id}/"


def prove(client, user):
    """Sign in with password and app, then show the app again."""
    sign_in(client, with_app(user))
    client.post("/accounts/2fa/authenticate/", {"code": app_code()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_the_owner_changes_them_and_is_told(client, alice, store, post, mailoutbox):
    prove(client, alice)
    mailoutbox.clear()

    answer = post(client, page_of(store), {**DETAILS, "tax_id": "123456789"})

    store.seller.refresh_from_db()
    assert answer.status_code == 302
    assert (store.seller.payout_iban, store.seller.tax_id) == ("DE89370400440532013000", "DE123456789")
    assert [(m.to, m.subject) for m in mailoutbox] == [
        (["alice@example.com"], "Payout details of Alice's Fonts were changed · Stoa")
    ]
    assert "3000" in mailoutbox[0].body and "DE8937" not in mailoutbox[0].body
    entry = ModelLogEntry.objects.get(action="accounts.payout_details")
    assert (entry.user, entry.object_id) == (alice, str(store.seller_id))
    assert "DE8937" not in str(entry.data)


def test_the_page_does_not_show_the_account_in_full(client, alice, store):
    store.seller.payout_iban = "DE89370400440532013000"
    store.seller.save()
    prove(client, alice)

    page = client.get(page_of(store)).content.decode()

    assert "3000" in page
    assert "DE89370400440532013000" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_carol_gets_the_answer_of_an_unknown_store(client, carol, store, method):
    prove(client, carol)

    foreign = getattr(client, method)(page_of(store), DETAILS)
    unknown = getattr(client, method)("/account/payouts/999999/", DETAILS)

    assert foreign.status_code == unknown.status_code == 404
    store.seller.refresh_from_db()
    assert store.seller.payout_iban == ""


def test_a_visitor_is_led_to_the_sign_in(client, store):
    answer = client.post(page_of(store), DETAILS)

    assert answer["Location"].startswith("/accounts/login/")
    store.seller.refresh_from_db()
    assert store.seller.payout_iban == ""


def test_a_session_that_was_not_confirmed_lately_is_asked_again(client, alice, store):
    sign_in(client, with_app(alice))
    client.post("/accounts/2fa/authenticate/", {"code": app_code()})

    answer = client.post(page_of(store), DETAILS)

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    store.seller.refresh_from_db()
    assert store.seller.payout_iban == ""


def test_a_seller_without_a_factor_is_led_to_set_one_up(client, alice, store):
    sign_in(client, alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.post(page_of(store), DETAILS)

    assert answer["Location"] == "/accounts/2fa/"
    store.seller.refresh_from_db()
    assert store.seller.payout_iban == ""


def test_where_factors_are_off_the_password_is_enough(client, alice, store, settings):
    settings.REQUIRE_TWO_FACTOR = False
    sign_in(client, alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post(page_of(store), DETAILS)

    store.seller.refresh_from_db()
    assert store.seller.payout_iban == "DE89370400440532013000"


def test_nobody_promotes_their_own_store_by_the_form(client, alice, store):
    prove(client, alice)

    client.post(page_of(store), {**DETAILS, "state": "verified", "owner": "1", "name": "Bank of Alice"})

    store.seller.refresh_from_db()
    assert (store.seller.state, store.seller.name, store.seller.owner) == (
        "unsubmitted",
        "Alice's Fonts",
        alice,
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("DE89370400440532013001", "checksum"),
        ("DE8937040044053201300", "22 characters"),
        ("XX89370400440532013000", "that country"),
        ("hello", "begins with two letters"),
        ("DE89<script>alert(1)</script>", "begins with two letters"),
        ("DE89 3704 0044 0532 0130 ٣٣", "begins with two letters"),
    ],
)
def test_a_wrong_iban_is_refused_with_the_reason(typed, reason):
    with pytest.raises(ValidationError, match=reason):
        valid_iban(typed)


@pytest.mark.parametrize(
    "typed", ["GB82 WEST 1234 5698 7654 32", "fr1420041010050500013m02606", "NL91ABNA0417164300"]
)
def test_right_ibans_pass_however_they_are_typed(typed):
    assert valid_iban(typed) == "".join(typed.split()).upper()


def test_a_refused_iban_changes_nothing(client, alice, store):
    prove(client, alice)

    answer = client.post(page_of(store), {**DETAILS, "payout_iban": "DE89370400440532013001"})

    assert "checksum" in answer.content.decode()
    store.seller.refresh_from_db()
    assert store.seller.payout_iban == ""

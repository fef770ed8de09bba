"""No door of the admin lets staff in without a second factor shown in this very session."""

import pytest
from django.contrib.auth.models import Group, Permission

from tests.accounts.conftest import app_code, recovery_code, sign_in, with_app

DOORS = (
    "/admin/",
    "/admin/pages/",
    "/admin/users/",
    "/admin/account/",
    "/admin/images/",
    "/admin/reports/site-history/",
    "/admin/styleguide/",
    "/admin/does-not-exist/",
)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_a_factor_are_led_to_set_one_up(client, moderator, door, method):
    sign_in(client, moderator)

    answer = getattr(client, method)(door)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.parametrize("door", ["/admin/api/main/pages/", "/admin/api/main/images/"])
def test_the_admin_api_refuses_staff_without_a_factor(client, moderator, door):
    sign_in(client, moderator)

    assert client.get(door).status_code == 403


@pytest.mark.parametrize("role", ["admin", "editor", "moderator"])
def test_every_staff_role_needs_a_factor(client, bob, role):
    bob.groups.add(Group.objects.get(name=role))
    sign_in(client, bob)

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_a_group_that_an_admin_made_needs_a_factor_too(client, bob):
    group = Group.objects.create(name="night watch")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    bob.groups.add(group)
    sign_in(client, bob)

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_a_session_made_by_another_backend_is_asked_for_the_factor(client, moderator):
    client.force_login(with_app(moderator))

    answer = client.get("/admin/pages/", follow=True)

    assert answer.redirect_chain == [
        ("/account/factor/?next=%2Fadmin%2Fpages%2F", 302),
        ("/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F", 302),
    ]


def test_the_password_alone_does_not_sign_in_who_has_a_factor(client, moderator):
    answer = sign_in(client, with_app(moderator))

    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_the_mailed_code_does_not_stand_in_for_the_factor(client, moderator, post, mailoutbox):
    from tests.accounts.conftest import code_in

    post(client, "/accounts/login/code/", {"email": with_app(moderator).email})

    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1])})

    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_password_and_app_open_the_admin(client, moderator):
    sign_in(client, with_app(moderator))

    client.post("/accounts/2fa/authenticate/", {"code": app_code()})

    assert client.get("/admin/").status_code == 200


def test_an_app_code_works_once(client, browser, moderator):
    code = app_code()
    sign_in(client, with_app(moderator))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    thief = browser()
    sign_in(thief, moderator)

    answer = thief.post("/accounts/2fa/authenticate/", {"code": code})

    assert answer.status_code == 200
    assert thief.get("/admin/")["Location"].startswith("/accounts/login/")


def test_a_recovery_code_works_once(client, browser, moderator):
    code = recovery_code(with_app(moderator))
    sign_in(client, moderator)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    thief = browser()
    sign_in(thief, moderator)

    thief.post("/accounts/2fa/authenticate/", {"code": code})

    assert client.get("/admin/").status_code == 200
    assert thief.get("/admin/")["Location"].startswith("/accounts/login/")


def test_sellers_enter_without_a_factor(client, store, alice):
    sign_in(client, alice)

    assert client.get("/admin/").status_code == 200


def test_buyers_do_not_enter_at_all(client, bob):
    sign_in(client, bob)

    assert client.get("/admin/").status_code == 403


def test_the_demo_may_switch_the_factor_off(client, moderator, settings):
    settings.REQUIRE_TWO_FACTOR = False
    sign_in(client, moderator)

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admins_own_sign_in_is_closed(client, moderator, method):
    answer = getattr(client, method)(
        "/admin/login/", {"username": moderator.email, "password": "correct horse battery"}
    )

    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_the_admins_own_password_reset_is_closed(client, moderator):
    assert client.get("/admin/password_reset/").status_code == 404


def test_the_admins_account_page_changes_neither_password_nor_address(client, moderator):
    sign_in(client, with_app(moderator))
    client.post("/accounts/2fa/authenticate/", {"code": app_code()})

    page = client.get("/admin/account/").content.decode()
    client.post("/admin/account/", {"name_email-email": "new@example.com", "name_email-first_name": "Mo"})

    assert 'type="password"' not in page
    moderator.refresh_from_db()
    assert moderator.email == "mo@example.com"


def test_setting_the_first_factor_up_opens_the_admin(client, moderator):
    sign_in(client, moderator)
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    from allauth.mfa.totp.internal import auth as totp

    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert client.get("/admin/").status_code == 200


def test_secrets_of_factors_are_not_readable_in_the_database(moderator):
    from allauth.mfa.models import Authenticator

    with_app(moderator)

    stored = " ".join(str(row.data) for row in Authenticator.objects.filter(user=moderator))
    assert "JBSWY3DPEHPK3PXP" not in stored


def test_a_buyer_at_the_admin_is_refused_and_not_sent_in_circles(client, bob):
    client.force_login(bob)

    answers = [client.get(address).status_code for address in ("/admin/", "/admin/orders/", "/admin/pages/")]

    assert answers == [403, 403, 403]

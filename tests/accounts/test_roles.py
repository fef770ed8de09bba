"""Roles: what each person is, and what an admin may do without being a superuser."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission

from accounts import roles
from tests.accounts.conftest import app_code, sign_in, with_app

User = get_user_model()


@pytest.fixture
def inside(client, admin):
    """An admin who has shown the second factor."""
    sign_in(client, with_app(admin))
    client.post("/accounts/2fa/authenticate/", {"code": app_code()})
    return client


def test_a_seller_who_moderates_is_not_only_a_seller(alice, store):
    before = roles.is_only_seller(alice)
    alice.groups.add(Group.objects.get(name="moderator"))

    again = User.objects.get(pk=alice.pk)

    assert (before, roles.is_only_seller(again), roles.is_seller(again)) == (True, False, True)


def test_a_visitor_plays_no_part(db):
    nobody = AnonymousUser()

    assert roles.roles_of(nobody) == frozenset()
    assert not roles.is_staff_role(nobody)
    assert list(roles.sellers_of(nobody)) == []


def test_a_store_is_its_owners_alone(alice, bob, store):
    assert list(roles.sellers_of(alice)) == [store.seller]
    assert list(roles.sellers_of(bob)) == []


def test_roles_are_asked_for_once(bob, django_assert_num_queries):
    person = User.objects.get(pk=bob.pk)

    with django_assert_num_queries(1):
        roles.is_seller(person), roles.is_staff_role(person), roles.is_only_seller(person)


def test_the_admin_role_holds_every_right_but_those_over_sessions_and_factors(admin):
    missing = {p.content_type.app_label for p in Permission.objects.select_related("content_type")} - {
        label.split(".")[0] for label in admin.get_all_permissions()
    }

    assert missing == {"account", "contenttypes", "mfa", "sandbox", "sessions", "usersessions"}


def test_the_admin_role_only_looks_at_what_came_from_stripe(admin):
    verbs = {r.split(".")[1].split("_")[0] for r in admin.get_all_permissions() if r.startswith("djstripe.")}

    assert verbs == {"view"}


def test_a_new_person_may_buy_and_has_no_password(inside, db):
    inside.post(
        "/admin/users/new/",
        {"email": "New@Example.com", "groups": [Group.objects.get(name="editor").pk]},
    )

    new = User.objects.get(email="new@example.com")
    assert set(new.groups.values_list("name", flat=True)) == {"editor", "buyer"}
    assert not new.has_usable_password()


def test_the_list_of_people_shows_addresses_and_roles(inside, moderator):
    page = inside.get("/admin/users/").content.decode()

    assert "mo@example.com" in page
    assert "moderator" in page


def test_an_admin_makes_nobody_a_superuser(inside, bob):
    inside.post(f"/admin/users/edit/{bob.pk}/", {"email": bob.email, "is_active": "on", "is_superuser": "on"})

    bob.refresh_from_db()
    assert not bob.is_superuser


def test_an_admin_does_not_change_a_superuser(inside, db):
    root = User.objects.create_superuser("root@example.com", "x")

    inside.post(f"/admin/users/edit/{root.pk}/", {"email": "mine@example.com", "is_active": "on"})

    root.refresh_from_db()
    assert root.email == "root@example.com"


def test_an_address_changed_by_an_admin_has_to_be_proved(inside, bob):
    inside.post(f"/admin/users/edit/{bob.pk}/", {"email": "bob@new.example", "is_active": "on"})

    assert [(a.email, a.verified) for a in bob.emailaddress_set.all()] == [("bob@new.example", False)]


def test_moderators_do_not_manage_people(client, moderator, bob):
    sign_in(client, with_app(moderator))
    client.post("/accounts/2fa/authenticate/", {"code": app_code()})

    client.post(f"/admin/users/edit/{bob.pk}/", {"email": "stolen@example.com", "is_active": "on"})

    bob.refresh_from_db()
    assert bob.email == "bob@example.com"


def test_an_admin_does_not_switch_a_superuser_off_in_bulk(inside, bob):
    root = User.objects.create_superuser("root@example.com", "x")
    address = "/admin/bulk/accounts/user/set_active_state/?id={}"

    refused = inside.post(address.format(root.pk), {"mark_as_active": "False"})
    inside.post(address.format(bob.pk), {"mark_as_active": "False"})

    root.refresh_from_db()
    bob.refresh_from_db()
    assert refused.status_code == 302
    assert (root.is_active, bob.is_active) == (True, False)

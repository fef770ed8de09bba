"""One list over every kind of right: found, filtered, opened as its own kind, withdrawn by admins alone."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import ModelLogEntry

from products.delivery import grant
from products.kinds.download.models import DownloadPass
from products.models import Entitlement
from tests.conftest import person
from tests.orders.test_back_office import rows_of
from tests.products.editing import at_desk

HUB = "entitlements:index"


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


@pytest.fixture
def held(listing, bob):
    return grant(bob, listing.offers.get())


def found(who, **asked):
    return [row.pk for row in at_desk(who).get(reverse(HUB), asked).context["object_list"]]


def inspect(who, held):
    answer = at_desk(who).get(reverse("entitlements:inspect", args=[held.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def withdraw(who, held):
    return at_desk(who).post(reverse("entitlements:withdraw", args=[held.pk]))


def test_rights_are_filtered_by_kind_and_state_and_found_by_listing_or_holder(admin, held):
    kind = ContentType.objects.get_for_model(DownloadPass).pk

    assert found(admin, polymorphic_ctype=kind, state="active") == [held.pk]
    assert found(admin, state="ended") == []
    assert (found(admin, q="Aster"), found(admin, q="bob@example")) == ([held.pk], [held.pk])


def test_a_seller_does_not_find_a_holder_by_address(held, alice):
    assert (found(alice, q="Aster"), found(alice, q="bob@example")) == ([held.pk], [])


def test_a_right_opens_as_its_own_kind_with_its_history(held, alice, listing):
    held.count(listing.files.get())

    said = inspect(alice, held)

    assert "<dt>Downloads</dt><dd>1 without a limit</dd>" in said
    assert "Fetched aster.otf" in said and "Active" in said
    assert "b…@example.com" in said and "bob@" not in said


def test_an_admin_withdraws_a_right_once_and_the_history_says_so(admin, held):
    assert "Withdraw access" in inspect(admin, held)

    withdraw(admin, held)
    withdraw(admin, held)

    assert Entitlement.objects.get().state == "ended"
    assert ModelLogEntry.objects.filter(action="products.withdraw").count() == 1
    said = inspect(admin, held)
    assert "Access withdrawn (ada@example.com)" in said
    assert reverse("entitlements:withdraw", args=[held.pk]) not in said


@pytest.mark.parametrize("role", ["seller", "moderator", "carol"])
def test_nobody_else_withdraws(held, alice, carol, settings, role):
    settings.REQUIRE_TWO_FACTOR = False
    who = {"seller": alice, "carol": carol}.get(role) or person("mod@example.com", role)

    assert withdraw(who, held).status_code in (302, 403, 404)

    assert Entitlement.objects.get().state == "active"
    assert not ModelLogEntry.objects.filter(action="products.withdraw").exists()


def test_an_app_adds_a_button_without_editing_the_hub(held, alice):
    def seal(request, entitlement):
        return [Button("Reissue", url=f"/admin/reissue/{entitlement.pk}/")]

    with hooks.register_temporarily("entitlement_buttons", seal):
        assert f"/admin/reissue/{held.pk}/" in inspect(alice, held)


def test_the_hub_costs_the_same_for_few_and_many(held, listing, alice):
    client = at_desk(alice)
    client.get(reverse(HUB))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(HUB))
        return len(seen)

    few = cost()
    for number in range(5):
        grant(person(f"buyer-{number}@example.com"), listing.offers.get())

    assert cost() == few


def test_the_file_has_human_headings_and_a_masked_holder(client, held, alice):
    (row,) = rows_of(client, alice, HUB)

    assert list(row) == ["Kind", "Offer", "Listing", "Holder", "State", "Since", "Active since", "Ended"]
    assert (row["Kind"], row["Holder"], row["State"]) == ("Download pass", "b…@example.com", "active")

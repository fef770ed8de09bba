"""The menu by role: few things at the top, each of which opens."""

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from accounts import teams
from tests.conftest import person
from tests.products.editing import at_desk

SELLERS = {
    "owner": ["My listings", "Orders", "Customers", "Pictures", "Your store", "Reports"],
    "manager": ["My listings", "Orders", "Customers", "Pictures", "Your store", "Reports"],
    "support": ["Orders", "Customers", "Your store", "Reports"],
    "accountant": ["Orders", "Customers", "Your store", "Reports"],
}
MOST = 7


@pytest.fixture
def shop(wombat_store):
    return wombat_store


def items_of(who):
    """{label: item} of the person's menu, with submenus as lists below."""
    request = at_desk(who).get(reverse("wagtailadmin_home")).wsgi_request
    return request, sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)


def leaves(request, items):
    for item in items:
        below = getattr(item, "menu", None)
        if below:
            yield from leaves(request, below.menu_items_for_request(request))
        else:
            yield item


def member(shop, role):
    if role == "owner":
        return shop.owner
    who = person(f"{role}@example.com")
    teams.join(shop.page.seller, who, role)
    return who


@pytest.mark.parametrize("role", SELLERS)
def test_a_sellers_menu_is_short_and_in_their_words(shop, role):
    _request, items = items_of(member(shop, role))

    labels = [str(item.label) for item in items]
    assert [label for label in labels if label in SELLERS["owner"]] == SELLERS[role]
    assert len(labels) <= MOST


@pytest.mark.parametrize("role", [*SELLERS, "admin", "moderator", "editor"])
def test_every_entry_opens(shop, settings, role):
    settings.REQUIRE_TWO_FACTOR = False
    who = member(shop, role) if role in SELLERS else person(f"{role}@example.com", role)

    request, items = items_of(who)

    addresses = {item.url for item in leaves(request, items) if item.url.startswith("/admin/")}
    answers = {address: at_desk(who).get(address, follow=True).status_code for address in addresses}
    assert len(answers) >= 3
    assert set(answers.values()) == {200}, {k: v for k, v in answers.items() if v != 200}


def test_stripes_rows_and_the_inbox_stand_together_for_admins_alone(shop, settings):
    settings.REQUIRE_TWO_FACTOR = False
    request, items = items_of(person("ada@example.com", "admin"))
    _moderators, others = items_of(person("mod@example.com", "moderator"))

    (stripe,) = [item for item in items if str(item.label) == "Stripe"]
    assert "/admin/stripe_events/" in {item.url for item in leaves(request, [stripe])}
    assert "Stripe" not in {str(item.label) for item in others}

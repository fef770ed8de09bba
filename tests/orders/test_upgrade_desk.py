"""Upgrades in the back office: shown as what they are, refunded with a warning, asked for in the editor."""

import pytest
from django.urls import reverse

from orders.models import Item, Refund
from products import delivery
from tests.conftest import person
from tests.orders.buying import text_of
from tests.orders.upgrading import edition, had, right_of, up


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


def test_the_order_shows_it_and_the_refund_page_warns(client, admin, till, bob, program, personal, team):
    client.force_login(admin)
    first, second = personal.items.get(), team.items.get()

    shown = text_of(client.get(reverse("orders:inspect", args=[team.pk])))
    of_first = text_of(client.get(reverse("order_item_refund", args=[first.pk])))
    of_second = text_of(client.get(reverse("order_item_refund", args=[second.pk])))

    assert "Tidewater · Upgrade from Personal to Team" in shown
    assert f"gives back €60.00 of the order {team}, the upgrade to “Team”." in of_first
    assert "of the upgrade of “Tidewater” can go back. A full refund undoes it." in of_second


def test_a_refund_in_the_back_office_undoes_it(client, admin, till, bob, program, team):
    client.force_login(admin)
    item = team.items.get()
    with till.commits(execute=True):
        client.post(
            reverse("order_item_refund", args=[item.pk]),
            {"amount": "60.00", "reason": "Too big", "seen": "0"},
        )
    till.hear()

    assert had(bob) == ("active", "Personal", 3)
    assert Refund.objects.get().asked_by == admin
    client.force_login(bob)
    assert "Refunded: you have “Personal” again." in text_of(client.get(team.get_absolute_url()))


def test_from_what_somebody_holds_to_both_orders(client, admin, bob, program, personal, team):
    client.force_login(admin)

    page = text_of(client.get(reverse("entitlements:inspect", args=[right_of(bob).pk])))

    assert f"Order {personal}" in page
    assert f"Order {team} (Upgrade from Personal to Team)" in page
    assert reverse("order_item_refund", args=[personal.items.get().pk]) in page


def test_an_unpaid_upgrade_of_something_given_leads_to_no_order(client, admin, till, bob, program):
    delivery.grant(bob, edition(program, "Personal"))
    order = till.place(bob, up(program, "Team", bob))
    client.force_login(admin)

    page = client.get(reverse("entitlements:inspect", args=[right_of(bob).pk])).content.decode()

    assert reverse("orders:inspect", args=[order.pk]) not in page


def test_the_editor_asks_for_it_where_something_is_paid_once(client, alice, program):
    client.force_login(alice)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[program.pk])).content.decode()

    assert 'name="offers-1-takes_upgrades"' in page
    assert Item.objects.count() == 0

"""Teams: rights follow from a person's part in a team, come with joining and go with leaving."""

import pytest
from django.urls import reverse

from accounts import abilities, roles, teams
from accounts.models import Member
from orders.models import Item
from tests.stores import furnish

LISTINGS, ORDERS = "/admin/pages/", "/admin/orders/"


@pytest.fixture
def shop(wombat_store):
    return wombat_store


def opens(client, address):
    return client.get(address).status_code == 200


def entered(client, person):
    client.force_login(person)
    return client


def test_who_opens_a_store_owns_it(alice, store):
    assert [(m.user, m.role) for m in store.seller.members.all()] == [(alice, "owner")]
    assert roles.seller_ids_of(alice, abilities.PAYOUTS) == [store.seller_id]


@pytest.mark.parametrize(
    ("role", "writes", "sees_orders"),
    [("manager", True, True), ("support", False, True), ("accountant", False, True)],
)
def test_a_part_in_a_team_opens_what_it_carries(client, shop, bob, role, writes, sees_orders):
    teams.join(shop.page.seller, bob, role)
    entered(client, bob)

    edits = opens(client, reverse("wagtailadmin_pages:edit", args=[shop.listing.pk]))
    pictures = opens(client, reverse("wagtailimages:edit", args=[shop.image.pk]))
    orders = opens(client, reverse("orders:inspect", args=[shop.order.pk]))

    assert (edits, pictures, orders) == (writes, writes, sees_orders)


@pytest.mark.parametrize(("role", "refunds"), [("support", True), ("accountant", False)])
def test_an_accountant_sees_an_item_and_does_not_refund_it(shop, bob, role, refunds):
    from accounts.scoping import policy_of

    item = Item.objects.get(order=shop.order)

    teams.join(shop.page.seller, bob, role)

    policy = policy_of(Item)
    assert policy.reaches(bob, item.pk)
    assert policy.user_has_permission_for_instance(bob, "change", item) is refunds


def test_only_who_may_sees_where_the_money_goes(client, shop, bob):
    teams.join(shop.page.seller, bob, "manager")
    entered(client, bob)

    answer = client.get(reverse("payout_details", args=[shop.page.seller_id]))

    assert answer.status_code == 404 or answer.url.startswith("/accounts/")
    assert roles.seller_ids_of(bob, abilities.PAYOUTS) == []


def test_leaving_closes_the_admin_on_the_next_request(client, shop, bob):
    teams.join(shop.page.seller, bob, "manager")
    entered(client, bob)
    before = [opens(client, "/admin/"), opens(client, ORDERS)]

    gone = teams.leave(shop.page.seller, bob)

    after = [opens(client, "/admin/"), opens(client, ORDERS)]
    assert (before, gone, after) == ([True, True], True, [False, False])
    assert not bob.groups.filter(name="seller").exists()


def test_who_leaves_one_of_two_teams_keeps_the_other(shop, bob, carol):
    other = furnish(carol, "quokka")
    teams.join(shop.page.seller, bob, "support")
    teams.join(other.page.seller, bob, "manager")

    teams.leave(shop.page.seller, bob)

    assert roles.seller_ids_of(bob) == [other.page.seller_id]
    assert bob.groups.filter(name="seller").exists()


def test_joining_again_changes_the_part(shop, bob):
    teams.join(shop.page.seller, bob, "support")

    teams.join(shop.page.seller, bob, "manager")

    assert Member.objects.filter(user=bob).values_list("role", flat=True).get() == "manager"


def test_a_moderator_who_sells_does_not_refund_other_stores(shop, carol):
    """Looking at all items comes from the one role, refunding from the other: together they are not both."""
    from django.contrib.auth.models import Group, Permission

    from accounts.scoping import policy_of

    furnish(carol, "quokka")
    looks = Permission.objects.get(content_type__app_label="orders", codename="view_item")
    Group.objects.get(name="moderator").permissions.add(looks)
    carol.groups.add(Group.objects.get(name="moderator"))
    foreign = Item.objects.get(order=shop.order)

    policy = policy_of(Item)

    assert policy.user_has_permission_for_instance(carol, "view", foreign)
    assert not policy.user_has_permission_for_instance(carol, "change", foreign)


def test_admins_forms_do_not_list_the_stores_collections(client, shop, db):
    from django.contrib.auth import get_user_model
    from wagtail.models import Collection

    from products.rights import without_stores

    root = get_user_model().objects.create_superuser("root@example.com", "x")
    assert shop.image.collection not in without_stores(Collection.objects.all())

    from wagtail.images import get_image_model
    from wagtail.permissions import policy_registry

    offered = policy_registry.get_by_type(get_image_model()).collections_user_has_permission_for(root, "add")
    assert shop.image.collection not in offered
    arranged = policy_registry.get_by_type(Collection).instances_user_has_permission_for(root, "change")
    assert shop.image.collection not in arranged

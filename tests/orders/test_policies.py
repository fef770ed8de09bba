"""The policies of what is bought: named before paying, kept as they were accepted."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from orders.models import Item, Order
from tests.orders.buying import form_for, place, put_in_cart, text_of, wording
from tests.products.test_policies import worded


@pytest.fixture
def licensed(listing):
    listing.licence = worded("Personal", kind="licence")
    listing.save()
    return listing


def change(policy, words):
    policy.text = f"<p>{words}</p>"
    policy.put_down()


def test_the_checkout_names_them_for_each_item(client, licensed):
    put_in_cart(client, licensed)

    page = text_of(client.get(reverse("checkout")))

    assert "Refund policy: 14 days" in page
    assert "Licence: Personal" in page
    assert "<p>Personal!</p>" in page


def test_an_item_keeps_the_wordings_that_were_accepted(client, licensed):
    order = place(client, licensed)

    item = order.items.get()
    assert item.refund_revision == licensed.refund_policy.latest_revision
    assert item.licence_revision == licensed.licence.latest_revision


@pytest.mark.parametrize("which", ["refund_policy", "licence"])
def test_a_policy_that_changed_meanwhile_is_accepted_anew(client, licensed, which):
    put_in_cart(client, licensed)
    old = wording(client)
    change(getattr(licensed, which), "Second wording.")

    told = client.post(reverse("checkout"), form_for(client, 2900, terms_version=old))

    assert "The terms have changed since you opened this page." in text_of(told)
    assert "Second wording." in text_of(told)
    assert not Order.objects.exists()


def test_another_policy_for_the_listing_is_accepted_anew(client, licensed):
    put_in_cart(client, licensed)
    old = wording(client)
    licensed.refund_policy = worded("No refunds")
    licensed.save()

    client.post(reverse("checkout"), form_for(client, 2900, terms_version=old))

    assert not Order.objects.exists()


@pytest.fixture
def sold(till, bob, licensed):
    """Bought; then both policies say something else."""
    item = till.sell(bob, licensed.offers.get()).items.get()
    change(licensed.refund_policy, "Nothing goes back.")
    change(licensed.licence, "Nothing is allowed.")
    return Item.objects.get(pk=item.pk)


def test_buyer_and_seller_read_what_was_accepted(client, sold, alice, settings):
    settings.REQUIRE_TWO_FACTOR = False
    buyers = text_of(client.get(reverse("order_as_sold", args=[sold.order.token, sold.pk])))
    client.force_login(alice)
    sellers = text_of(client.get(reverse("order_item_as_sold", args=[sold.pk])))

    for page in (buyers, sellers):
        assert "within 14 days of buying it" in page
        assert "<p>Personal!</p>" in page
        assert "Nothing goes back." not in page
        assert "Nothing is allowed." not in page


def test_an_accepted_wording_is_not_deleted(sold):
    with pytest.raises(ProtectedError):
        sold.refund_revision.delete()
    with pytest.raises(ProtectedError):
        sold.licence_revision.delete()


def test_a_sale_from_before_there_were_policies_still_shows(client, sold):
    Item.objects.filter(pk=sold.pk).update(refund_revision=None, licence_revision=None)

    page = client.get(reverse("order_as_sold", args=[sold.order.token, sold.pk]))

    assert page.status_code == 200
    assert "Refund policy" not in page.content.decode()

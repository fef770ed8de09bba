"""The history of an order shared by two sellers: each reads of own items, and of nobody else's team."""

import pytest
from django.urls import reverse

from products.storefronts import open_store
from tests.conftest import publish_download


@pytest.fixture
def shared(client, till, bob, carol, offer, settings):
    """An order of alice's and carol's, in which carol has done all that she may."""
    settings.REQUIRE_TWO_FACTOR = False
    page = open_store(carol, "Carol Kiln", "DK")
    page.save_revision().publish()
    order = till.sell(bob, offer, publish_download(page, "Glaze notes", 1200).offers.get())
    item = order.items.get(title="Glaze notes")
    client.force_login(carol)
    client.post(reverse("order_item_refund", args=[item.pk]), {"amount": "1", "reason": "Torn"})
    client.post(reverse("order_item_deliver", args=[item.pk]))
    client.post(reverse("order_resend", args=[order.pk]))
    return order


def history_as(client, person, order):
    client.force_login(person)
    return client.get(reverse("orders:inspect", args=[order.pk])).content.decode()


def test_the_other_seller_reads_nothing_of_it(client, alice, shared):
    page = history_as(client, alice, shared)

    assert "carol@example.com" not in page
    assert "Delivered again" not in page
    assert "Torn" not in page
    assert page.count("Receipt sent again") == 1


def test_who_did_it_reads_it(client, carol, shared):
    page = history_as(client, carol, shared)

    assert page.count("Delivered again (carol@example.com)") == 1
    assert page.count("asked for: Torn (carol@example.com)") == 1

"""Sending again: by whoever serves that buyer, safely twice, and never into an inbox without end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts import teams
from products import delivery
from products.models import Entitlement
from products.storefronts import open_store
from tests.conftest import person


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def sold(till, bob, offer):
    return till.sell(bob, offer).items.get()


@pytest.fixture
def half_helper(store, carol):
    """Keeps alice's books and serves carol's buyers."""
    helper = person("hal@example.com")
    teams.join(store.seller, helper, "accountant")
    teams.join(open_store(carol, "Carol Kiln", "DK").seller, helper, "support")
    return helper


def addresses(item):
    names = ("order_item_refund", "order_item_deliver")
    return [*(reverse(name, args=[item.pk]) for name in names), reverse("order_resend", args=[item.order_id])]


def test_a_part_in_one_team_opens_nothing_of_another(client, half_helper, sold, mailoutbox):
    client.force_login(half_helper)
    before = len(mailoutbox)

    said = {client.post(url, {"amount": "29", "reason": "Mine"}).url for url in addresses(sold)}
    shown = client.get(reverse("orders:inspect", args=[sold.order_id])).content.decode()

    assert said == {"/admin/"}
    assert not ModelLogEntry.objects.filter(action__startswith="orders.").exists()
    assert all(url not in shown for url in addresses(sold))
    assert not sold.refunds.exists()
    assert len(mailoutbox) == before


def test_a_seller_delivers_again_and_twice_is_as_good_as_once(client, alice, sold, till):
    client.force_login(alice)
    url = reverse("order_item_deliver", args=[sold.pk])

    with till.commits(execute=True):
        said = [client.post(url).status_code for _ in range(2)]

    assert said == [302, 302]
    assert Entitlement.objects.get(pk=sold.entitlement_id).delivered_at
    assert ModelLogEntry.objects.filter(action="orders.deliver_again").count() == 2


def test_what_has_ended_is_not_delivered_again(client, alice, sold):
    delivery.withdraw(sold.entitlement)
    client.force_login(alice)

    answer = client.post(reverse("order_item_deliver", args=[sold.pk]))

    assert "access has ended" in answer.content.decode()
    assert not ModelLogEntry.objects.filter(action="orders.deliver_again").exists()


def test_a_seller_sends_the_receipt_again_unseen_and_three_times_a_day(client, alice, sold, mailoutbox):
    client.force_login(alice)
    url = reverse("order_resend", args=[sold.order_id])
    asked = client.get(url).content.decode()
    before = len(mailoutbox)

    answers = []
    for _ in range(4):
        answers += [client.post(url).status_code, client.post(url).status_code]
        ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(minutes=2))

    assert "b…@example.com" in asked and "bob@example.com" not in asked
    assert answers == [302, 200, 302, 200, 302, 200, 200, 200]
    assert len(mailoutbox) == before + 3


def test_a_part_refund_pressed_twice_is_one(client, alice, sold):
    client.force_login(alice)
    url = reverse("order_item_refund", args=[sold.pk])
    sent = {"amount": "5", "reason": "One file was torn.", "seen": "0"}

    answers = [client.post(url, sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "€5.00 have gone back since you opened this page." in answers[1].content.decode()
    assert [refund.amount for refund in sold.refunds.all()] == [500]


def test_a_second_part_refund_from_a_fresh_page_goes_through(client, alice, sold):
    client.force_login(alice)
    url = reverse("order_item_refund", args=[sold.pk])

    for _ in range(2):
        seen = client.get(url).context["form"]["seen"].value()
        client.post(url, {"amount": "5", "reason": "One file was torn.", "seen": seen})

    assert [refund.amount for refund in sold.refunds.all()] == [500, 500]

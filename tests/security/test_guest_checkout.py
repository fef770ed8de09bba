"""Whoever checks out as a guest may write anybody's address: they learn nothing about its account."""

import pytest
from django.urls import reverse

from orders.models import Order
from tests.orders.buying import form_for, pay, place, put_in_cart


def test_the_invoice_of_a_guest_does_not_name_the_owner_of_the_address(
    client, listing, bob, django_capture_on_commit_callbacks
):
    bob.first_name, bob.last_name = "Robert", "Example"
    bob.save()
    order = pay(client, place(client, listing, email=bob.email), django_capture_on_commit_callbacks)
    assert order.buyer == bob

    answer = client.get(reverse("order_invoice", args=[order.token]))

    assert answer.status_code == 200
    assert answer.context["form"].initial["buyer_name"] == ""
    assert "Robert" not in answer.content.decode()


def test_the_owner_of_the_address_finds_their_name_there(
    client, listing, bob, django_capture_on_commit_callbacks
):
    bob.first_name, bob.last_name = "Robert", "Example"
    bob.save()
    order = pay(client, place(client, listing, email=bob.email), django_capture_on_commit_callbacks)
    client.force_login(bob)

    answer = client.get(reverse("order_invoice", args=[order.token]))

    assert answer.context["form"].initial["buyer_name"] == "Robert Example"


@pytest.mark.django_db
def test_one_address_is_not_flooded_with_receipts(listing, client):
    offer = listing.offers.get()
    offer.is_free = True
    offer.save()
    answers = []

    for turn in range(25):
        browser = type(client)(REMOTE_ADDR=f"192.0.2.{turn}")
        put_in_cart(browser, listing)
        answers.append(
            browser.post(reverse("checkout"), form_for(browser, 0, email="victim@example.com")).status_code
        )

    assert answers == [303] * 20 + [429] * 5
    assert Order.objects.filter(email="victim@example.com").count() == 20

"""Limits count visitors, not the proxy in front of them, and believe no address that a visitor made up."""

import time
from types import SimpleNamespace

import pytest
from django.urls import reverse

from orders.views.checkout import FORMS_PER_ADDRESS
from tests.orders.buying import form_for, put_in_cart

MOST = int(FORMS_PER_ADDRESS.partition("/")[0])


def send(client, said, times=1):
    """The last answer to a checkout that is refused for another reason each time."""
    put_in_cart(client, send.listing)
    for turn in range(times):
        answer = client.post(
            reverse("checkout"),
            form_for(client, 1, email=f"guest{turn}@example.com"),
            headers={"X-Forwarded-For": said},
        )
    return answer


@pytest.fixture(autouse=True)
def basket(listing):
    send.listing = listing


@pytest.fixture(autouse=True)
def one_window(monkeypatch):
    """Tries are counted by windows of the clock; a test must not begin in one and end in the next."""
    now = time.time()
    monkeypatch.setattr("django_ratelimit.core.time", SimpleNamespace(time=lambda: now))


def test_behind_a_proxy_one_visitor_does_not_use_up_the_others_tries(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    stopped = send(client, "192.0.2.7", MOST + 1)
    other = send(type(client)(), "192.0.2.8")

    assert (stopped.status_code, other.status_code) == (429, 200)
    assert stopped["Retry-After"] == "300"


def test_without_a_proxy_a_made_up_address_wins_no_further_tries(client):
    send(client, "192.0.2.7", MOST)

    assert send(type(client)(), "192.0.2.8").status_code == 429


def test_a_visitor_who_writes_addresses_in_front_wins_nothing_either(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    send(client, "192.0.2.7", MOST)

    assert send(type(client)(), "203.0.113.9, 192.0.2.7").status_code == 429

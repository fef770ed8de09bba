"""Posts without a token: taken from this site's own pages and from nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Referer": "https://evil.example/http://testserver/"},
]
HERE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://testserver"},
    {"Referer": "http://testserver/stores/"},
    {},
]


@pytest.fixture
def strict():
    """A browser whose posts must prove themselves."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_sites_form_puts_nothing_into_the_cart(strict, listing, headers):
    answer = strict.post(reverse("cart_add"), {"offer": listing.offers.get().pk}, headers=headers)

    assert answer.status_code == 403
    assert "cart" not in strict.session


@pytest.mark.parametrize("headers", HERE)
def test_the_buy_box_needs_no_token(strict, listing, headers):
    answer = strict.post(reverse("cart_add"), {"offer": listing.offers.get().pk}, headers=headers)

    assert answer.status_code == 302
    assert [row["offer"] for row in strict.session["cart"]] == [listing.offers.get().pk]


def test_only_a_post_adds(strict, listing):
    assert strict.get(reverse("cart_add")).status_code == 405

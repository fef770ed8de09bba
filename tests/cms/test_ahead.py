"""What a browser opens before anybody asked is a page or nothing, and is never counted."""

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query

from accounts.models import ActiveDay
from cms.ahead import RULES, RULES_PATH

AHEAD = {"Sec-Purpose": "prefetch", "Sec-Fetch-Dest": "document"}
PRERENDER = {"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Dest": "document"}


def test_a_listing_may_be_opened_ahead(client, listing):
    assert client.get(listing.url, headers=PRERENDER).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["/cart/", "/checkout/", "/search/?q=serif", "/accounts/logout/", "/library/", "/orders/", "/admin/"],
)
def test_nothing_that_is_no_page_is_opened_ahead(client, bob, listing, url):
    client.force_login(bob)

    answer = client.get(url, headers=AHEAD)

    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")


def test_a_search_ahead_of_time_is_not_counted(client, listing, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/search/?q=serif", headers=AHEAD)
    assert not Query.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.get("/search/?q=serif")
    assert Query.objects.get().query_string == "serif"


@pytest.mark.parametrize(("headers", "people"), [(AHEAD, 0), (PRERENDER, 0), ({}, 1)])
def test_a_page_opened_ahead_is_no_visit(
    client, bob, listing, headers, people, django_capture_on_commit_callbacks
):
    client.force_login(bob)

    with django_capture_on_commit_callbacks(execute=True):
        client.get(listing.url, headers=headers)

    assert sum(ActiveDay.objects.values_list("people", flat=True)) == people


def test_a_coupon_link_opened_ahead_is_not_taken(client, listing):
    answer = client.get(f"{listing.url}?coupon=SPRING", headers=AHEAD)

    assert answer.status_code == 503
    assert dict(client.session) == {}
    assert not answer.cookies


def test_the_parts_of_a_page_opened_ahead_are_loaded(client, listing):
    answer = client.get(reverse("personal"), headers={"Sec-Purpose": "prefetch", "Sec-Fetch-Dest": "empty"})

    assert answer.status_code == 200


def test_every_page_names_the_rules_and_they_have_their_own_type(client, listing):
    assert client.get(listing.url)["Speculation-Rules"] == f'"{RULES_PATH}"'
    assert client.get(RULES_PATH)["Content-Type"] == "application/speculationrules+json"
    assert client.get(RULES_PATH).json() == RULES


def test_the_admin_names_no_rules(admin_client):
    assert "Speculation-Rules" not in admin_client.get("/admin/")

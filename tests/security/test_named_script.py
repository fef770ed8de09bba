"""A server may let a header say under which path the shop lies: no gate may be walked around that way."""

import pytest

from products.models import Storefront
from tests.conftest import person

ELSEWHERE = {"SCRIPT_NAME": "/elsewhere"}


@pytest.mark.django_db
def test_a_seller_is_stopped_at_closed_doors(client, alice, store):
    client.force_login(alice)

    answer = client.post(f"/admin/pages/{store.pk}/privacy/", {"restriction_type": "login"}, **ELSEWHERE)

    assert answer.status_code == 403
    assert not Storefront.objects.get(pk=store.pk).view_restrictions.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/admin/", "/admin/users/", "/admin/api/main/pages/"])
def test_staff_are_asked_for_the_second_factor(client, door):
    client.force_login(person("root@example.com", "admin"))

    answer = client.get(door, **ELSEWHERE)

    assert answer.status_code in (302, 403)
    assert answer.get("Location", "").removeprefix("/elsewhere") in ("", "/accounts/2fa/")


@pytest.mark.django_db
def test_another_page_is_not_kept_under_a_listings_address(client, listing):
    path = listing.url.rstrip("/")
    poisoned = client.get("/", SCRIPT_NAME=path)
    assert poisoned.status_code == 200

    answer = client.get(listing.url)

    assert answer["X-Cache"] == "MISS"
    assert "Aster Serif" in answer.content.decode()

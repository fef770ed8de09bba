"""Becoming a seller: three screens, one store, nothing typed is lost."""

from accounts.models import Seller
from products.models import Storefront
from products.storefronts import open_first_store
from tests.accounts.conftest import sign_in

BUSINESS = {"business": "Carol Ltd", "country": "IE", "terms": "on"}
STORE = {"name": "Carol's Spoons", "tagline": "Carved by hand"}


def test_three_screens_open_a_draft_store_and_lead_into_the_admin(client, carol):
    sign_in(client, carol)
    client.post("/sell/business/", BUSINESS)

    answer = client.post("/sell/storefront/", STORE)

    store = Storefront.objects.get()
    assert answer["Location"] == "/admin/"
    assert (store.title, store.tagline, store.live) == ("Carol's Spoons", "Carved by hand", False)
    assert (store.seller.name, store.seller.country, store.seller.owner) == ("Carol Ltd", "IE", carol)
    assert client.get("/admin/").status_code == 200


def test_posting_twice_opens_one_store(client, carol):
    sign_in(client, carol)
    client.post("/sell/business/", BUSINESS)
    client.post("/sell/storefront/", STORE)

    again = client.post("/sell/storefront/", STORE)

    assert again["Location"] == "/admin/"
    assert (Storefront.objects.count(), Seller.objects.count()) == (1, 1)


def test_two_posts_that_both_passed_the_door_open_one_store(carol):
    first = open_first_store(carol, "Carol Ltd", "IE", "Carol's Spoons")

    second = open_first_store(carol, "Carol Ltd", "IE", "Carol's Spoons")

    assert first.pk == second.pk
    assert Seller.objects.count() == 1


def test_the_second_visit_goes_to_the_admin(client, alice, store):
    sign_in(client, alice)

    assert client.get("/sell/business/")["Location"] == "/admin/"


def test_what_was_typed_is_still_there_on_the_way_back(client, carol):
    sign_in(client, carol)
    client.post("/sell/business/", BUSINESS)

    page = client.get("/sell/business/").content.decode()

    assert 'value="Carol Ltd"' in page
    assert '<option value="IE" selected>' in page


def test_a_mistake_keeps_what_was_typed(client, carol):
    sign_in(client, carol)

    page = client.post("/sell/business/", {"business": "Carol Ltd", "country": "IE"}).content.decode()

    assert 'value="Carol Ltd"' in page
    assert Seller.objects.count() == 0


def test_the_storefront_waits_for_the_terms(client, carol):
    sign_in(client, carol)

    answer = client.post("/sell/storefront/", STORE)

    assert answer["Location"] == "/sell/business/"
    assert Storefront.objects.count() == 0


def test_a_visitor_reads_the_pitch_and_signs_in_first(client, db):
    assert client.get("/sell/").status_code == 200
    assert client.get("/sell/business/")["Location"] == "/accounts/login/?next=/sell/business/"
    assert client.post("/sell/storefront/", STORE)["Location"].startswith("/accounts/login/")

""" "My listings": a seller's list with what one does from it, and nothing of anybody else."""

import re

from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from products.kinds.download.models import Download
from tests.cast import publish_download
from tests.products.editing import at_desk
from tests.stores import furnish

LIST = "/admin/listings/"


def standings(client):
    return {row.title: row.standing for row in client.get(LIST).context["object_list"]}


def test_the_list_tells_where_each_listing_stands(alice, store, listing):
    draft = store.add_child(instance=Download(title="Draft", live=False))
    waiting = store.add_child(instance=Download(title="Waiting", live=False))
    waiting.save_revision()
    Workflow.objects.get(name="review").start(waiting, alice)
    off = publish_download(store, "Off", 900)
    off.offers.update(is_active=False)

    found = standings(at_desk(alice))

    assert found == {"Aster Serif": "live", draft.title: "draft", "Waiting": "in_review", "Off": "off_sale"}


def test_a_page_of_the_list_costs_the_same_for_many(alice, store, listing, django_assert_max_num_queries):
    client = at_desk(alice)
    client.get(LIST)
    for number in range(12):
        publish_download(store, f"More {number}", 900)

    with django_assert_max_num_queries(24):
        page = client.get(LIST)

    assert len(page.context["object_list"]) == 13


def test_a_seller_meets_no_listing_of_another(alice, carol):
    own, foreign = furnish(alice, "wombat"), furnish(carol, "quokka")
    client = at_desk(alice)

    listed = client.get(LIST).content.decode()
    exported = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()

    assert own.listing.title.split(",")[0] in listed
    assert "quokka" not in listed + exported
    assert client.get(reverse("listings:prices", args=[foreign.listing.pk])).status_code == 404


def test_an_export_holds_no_formula(alice, store):
    publish_download(store, "=cmd|' /C calc'!A0", 900)

    exported = b"".join(at_desk(alice).get(f"{LIST}?export=csv").streaming_content).decode()

    assert "'=cmd" in exported
    assert "\n=cmd" not in exported and ",=cmd" not in exported


def test_the_explorer_of_ones_store_leads_to_the_list(alice, store):
    answer = at_desk(alice).get(reverse("wagtailadmin_explore", args=[store.pk]))

    assert (answer.status_code, answer.url) == (302, LIST)


def test_an_empty_list_says_how_to_begin(alice, store):
    page = at_desk(alice).get(LIST).content.decode()

    assert "Nothing listed yet" in page
    assert reverse("wagtailadmin_pages:add_subpage", args=[store.pk]) in page


def test_who_sells_nothing_is_refused(client, bob):
    client.force_login(bob)

    assert client.get(LIST).status_code in (302, 403)


def test_a_price_can_be_saved_where_it_stands(alice, listing):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    prices = re.search(r'<form class="quick-edit".*?</form>', browser.get(LIST).content.decode(), re.S)[0]
    sent = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', prices))
    price = next(name for name in sent if name.endswith("-price"))

    answer = browser.post(
        reverse("listings:prices", args=[listing.pk]),
        {**sent, price: "19.00", price.replace("-price", "-is_active"): "on"},
    )

    assert answer.status_code == 302
    assert listing.offers.get().price == 1900

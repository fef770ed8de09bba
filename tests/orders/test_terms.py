"""Which wording a buyer accepted: kept with the order, shown word for word, and never slipped in between."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from cms.models import LegalSettings
from home.models import ContentPage, HomePage
from orders.models import Order
from tests.orders.buying import form_for, place, put_in_cart, text_of, wording
from tests.products.editing import at_desk


def publish(page, words):
    page.body = [("text", f"<p>{words}</p>")]
    page.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def terms(db):
    """The terms of sale in their first wording, chosen in the settings."""
    page = HomePage.objects.get().add_child(instance=ContentPage(title="Terms of sale", slug="terms"))
    legal = LegalSettings.for_site(Site.objects.get())
    legal.terms_page = page
    legal.save()
    return publish(page, "First wording.")


def version(client):
    return client.get(reverse("checkout")).context["form"]["terms_version"].value()


def test_an_order_keeps_the_wording_that_was_accepted(client, listing, terms):
    put_in_cart(client, listing)
    order = place(client, listing, terms_version=version(client))
    publish(terms, "Second wording.")

    shown = text_of(client.get(reverse("order_accepted", args=[order.token, "terms"])))

    assert order.terms_revision_id == terms.live_revision_id
    assert "First wording." in shown
    assert "Second wording." not in shown
    assert reverse("order_accepted", args=[order.token, "terms"]) in text_of(
        client.get(order.get_absolute_url())
    )


def test_terms_that_changed_meanwhile_are_accepted_anew(client, listing, terms):
    put_in_cart(client, listing)
    old = version(client)
    terms = publish(terms, "Second wording.")

    told = client.post(reverse("checkout"), form_for(client, 2900, terms_version=old))
    again = told.context["form"]

    assert "The terms have changed since you opened this page." in text_of(told)
    assert not Order.objects.exists()
    assert again["terms_version"].value() == wording(client) != old

    client.post(reverse("checkout"), form_for(client, 2900))
    assert Order.objects.get().terms_revision_id == terms.live_revision_id


@pytest.mark.parametrize("sent", ["", "999999"])
def test_a_form_without_the_wording_places_nothing(client, listing, terms, sent):
    put_in_cart(client, listing)

    client.post(reverse("checkout"), form_for(client, 2900, terms_version=sent))

    assert not Order.objects.exists()


def test_a_shop_without_terms_sells_and_has_no_such_page(client, listing):
    order = place(client, listing)

    assert client.get(reverse("order_accepted", args=[order.token, "terms"])).status_code == 404
    assert client.get(reverse("order_accepted", args=[order.token, "else"])).status_code == 404


def test_accepted_terms_are_not_deleted(client, listing, terms, admin_user, settings):
    settings.REQUIRE_TWO_FACTOR = False
    put_in_cart(client, listing)
    place(client, listing, terms_version=version(client))
    desk = at_desk(admin_user)

    one = desk.post(reverse("wagtailadmin_pages:delete", args=[terms.pk]), follow=True)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    many = desk.post(f"{bulk}?id={terms.pk}&next=/admin/", follow=True)

    assert "Buyers have accepted" in one.content.decode()
    assert "Buyers have accepted" in many.content.decode()
    assert ContentPage.objects.filter(pk=terms.pk).exists()


def test_a_coupon_does_not_hide_that_the_terms_changed(client, listing, terms):
    put_in_cart(client, listing)
    sent = form_for(client, 2900)
    publish(terms, "Second wording.")

    page = client.post(reverse("checkout"), {**sent, "coupon": "", "coupon_is": "left"})
    told = client.post(
        reverse("checkout"), {**sent, "terms_version": page.context["form"]["terms_version"].value()}
    )

    assert "The terms have changed since you opened this page." in text_of(told)
    assert not Order.objects.exists()

"""Coupons in the admin: own ones for sellers, the shop's for admins, and nothing forged."""

import pytest
from django.urls import reverse

from orders import audit, reports
from orders.models import Coupon, Posting
from tests.conftest import person
from tests.orders.couponing import make_coupon
from tests.orders.test_coupons import sell

ADD = reverse("coupons:add")


@pytest.fixture
def own(wombat_store):
    return wombat_store


@pytest.fixture
def foreign(quokka_store):
    return quokka_store


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


def said(**more):
    return {"code": "spring", "percent": "12.5", "scope": "all", "most_each": "1", "is_active": "on", **more}


def test_a_seller_makes_a_coupon_of_the_own_store_whatever_is_sent(client, own, foreign):
    client.force_login(own.owner)

    client.post(ADD, said(seller=foreign.page.seller_id, storefront=foreign.page.pk))

    coupon = Coupon.objects.get(code="SPRING")
    assert (coupon.seller_id, coupon.store_id, coupon.basis_points) == (own.page.seller_id, None, 1250)


@pytest.mark.parametrize("what", ["listings", "offers"])
def test_another_sellers_things_are_refused(client, own, foreign, what):
    client.force_login(own.owner)
    forged = {"listings": foreign.listing.pk, "offers": foreign.listing.offers.get().pk}[what]

    page = client.post(ADD, said(scope=what, **{what: forged}))

    assert what in page.context["form"].errors
    assert "quokka" not in page.content.decode()
    assert not Coupon.objects.filter(code="SPRING").exists()


def test_own_listings_can_be_named(client, own):
    client.force_login(own.owner)

    client.post(ADD, said(scope="listings", listings=own.listing.pk))

    assert Coupon.objects.get(code="SPRING").listings.get().pk == own.listing.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"percent": ""}, "percent"),
        ({"amount": "5.00"}, "percent"),
        ({"percent": "101"}, "percent"),
        ({"code": "WOMBAT26"}, "code"),
        ({"code": "ab"}, "code"),
        ({"scope": "offers"}, "offers"),
        ({"starts_at": "2026-05-02 00:00", "ends_at": "2026-05-01 00:00"}, "ends_at"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(client, own, wrong, field):
    client.force_login(own.owner)

    page = client.post(ADD, said(**wrong))

    assert list(page.context["form"].errors) == [field]


def test_an_admin_makes_a_coupon_of_the_shop_for_one_store(client, own, admin):
    client.force_login(admin)

    client.post(ADD, said(percent="", amount="5.00", storefront=own.page.pk))

    coupon = Coupon.objects.get(code="SPRING")
    assert (coupon.seller_id, coupon.store_id, coupon.amount, coupon.basis_points) == (
        None,
        own.page.seller_id,
        500,
        None,
    )


def test_an_admin_names_listings_of_the_chosen_store_only(client, own, foreign, admin):
    client.force_login(admin)
    sent = said(scope="listings", storefront=own.page.pk, most_off="20.00")

    page = client.post(ADD, {**sent, "listings": foreign.listing.pk})
    client.post(ADD, {**sent, "listings": own.listing.pk})

    assert "listings" in page.context["form"].errors
    assert Coupon.objects.get(code="SPRING").listings.get().pk == own.listing.pk


def test_per_cents_of_the_shop_need_a_limit(client, own, admin):
    client.force_login(admin)

    page = client.post(ADD, said())

    assert "Say how much it may take off" in str(page.context["form"].errors["most_off"])
    assert not Coupon.objects.filter(code="SPRING").exists()


def test_a_store_reads_that_there_was_a_coupon_but_not_the_shops_code(client, till, bob, offer):
    order = sell(till, bob, make_coupon("GOODWILL"), offer)
    client.force_login(offer.listing.card.seller.owner)

    page = client.get(reverse("orders:inspect", args=[order.pk])).content.decode()
    report = client.get(reverse("report_coupons")).content.decode()

    assert "off with a coupon of the shop" in page and "A coupon of the shop" in report
    assert "GOODWILL" not in page + report


def test_a_seller_does_not_know_the_shops_coupons(client, own):
    shops = make_coupon("SHOPWIDE", store=own.page.seller)
    client.force_login(own.owner)

    said_there = client.get(reverse("coupons:index")).content.decode()

    assert "WOMBAT26" in said_there and "SHOPWIDE" not in said_there
    assert client.get(reverse("coupons:edit", args=[shops.pk])).status_code == 404
    assert client.post(reverse("coupons:switch", args=[shops.pk])).status_code == 404
    assert Coupon.objects.get(pk=shops.pk).is_active


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_only_admins_promise_the_shops_money(client, role, settings, db):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(person("eve@example.com", role))

    client.post(ADD, said())

    assert not Coupon.objects.exists()


def test_a_coupon_is_switched_off_and_on_and_never_deleted(client, own):
    client.force_login(own.owner)
    coupon = Coupon.objects.get(code="WOMBAT26")

    client.post(reverse("coupons:switch", args=[coupon.pk]))
    assert not Coupon.objects.get(pk=coupon.pk).is_active
    client.post(reverse("coupons:switch", args=[coupon.pk]))
    client.post(reverse("coupons:delete", args=[coupon.pk]))

    assert Coupon.objects.get(pk=coupon.pk).is_active


def test_the_page_of_a_coupon_gives_a_link_and_says_what_was_given(client, till, bob, offer, admin):
    coupon = make_coupon(most=10)
    order = sell(till, bob, coupon, offer)
    client.force_login(admin)

    page = client.get(reverse("coupons:inspect", args=[coupon.pk])).content.decode()

    for words in ("http://testserver/?coupon=SPRING", "1 of 10", "€5.80", str(order)):
        assert words in page


def test_the_report_of_coupons_is_equal_to_the_ledger(client, till, bob, carol, offer, admin):
    sell(till, bob, make_coupon(), offer)
    sell(till, carol, make_coupon("MINE", seller=offer.listing.card.seller, amount=1000), offer)

    rows = list(reports.by_coupon(reports.discounted()).order_by("code"))
    client.force_login(admin)
    page = client.get(reverse("report_coupons"))

    assert [(row["code"], row["orders"], row["taken_off"], row["by_shop"], row["gross"]) for row in rows] == [
        ("MINE", 1, 1000, 0, 1900),
        ("SPRING", 1, 580, 580, 2320),
    ]
    (total,) = reports.coupon_totals(reports.discounted())
    assert Posting.objects.filter(account="coupon").balance() == {"EUR": total["by_shop"]}
    assert Posting.objects.filter(account="stripe").balance() == {"EUR": total["gross"]}
    assert page.status_code == 200 and "€15.80" in page.content.decode()
    assert list(audit.problems()) == []


def test_the_books_are_checked_for_coupons(till, bob, offer):
    order = sell(till, bob, make_coupon(), offer)
    order.items.update(discount=600, discount_by_shop=600)
    order.redemption.coupon.use.__class__.objects.update(taken=3)

    found = " ".join(audit.problems())

    assert "borne by the shop, its postings say 580" in found
    assert "is 580 off, its items say 600" in found
    assert "counts 3 uses, 1 are held" in found

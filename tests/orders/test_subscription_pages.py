"""What buyers see of a subscription, who may change it, and who learns nothing of it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from orders import personal
from orders.cart import Cart
from orders.models import Order, Subscription
from products.models import Offer
from tests.orders.buying import pay, place
from tests.orders.subscribing import MONTH, after, card_becomes


def url(plan, verb=""):
    return reverse(f"subscription{verb}", args=[plan.pk])


def seen(client, address):
    return client.get(address).content.decode()


def put(client, offer, **how):
    return client.post(reverse("cart_add"), {"offer": offer.pk, **how})


def test_the_price_box_says_how_often_and_that_it_can_be_cancelled(client, pack):
    page = seen(client, pack.url)

    assert "Subscribe for €9 a month" in page
    assert "Subscriptions can be cancelled any time" in page
    assert "Add to cart" not in page


def test_the_checkout_says_what_is_charged_when(client, pack):
    put(client, pack.offers.get(), buy_now="1")

    page = seen(client, reverse("checkout"))

    assert "€9.00 is charged today, and €9.00 again every month until you cancel." in page
    assert "Pay €9.00" in page


def test_a_guest_subscribes_and_may_cancel_from_the_receipt(client, pack, commits):
    order = pay(client, place(client, pack, 900), commits)
    plan = Subscription.objects.get()

    receipt = seen(client, order.get_absolute_url())
    assert url(plan) in receipt
    with commits(execute=True):
        client.post(url(plan, "_cancel"), {"why": "", "words": ""})

    plan.refresh_from_db()
    assert plan.is_ending


def test_the_page_shows_the_plan_the_payments_and_the_next_one(client, till, bob, plan):
    after(till, MONTH)
    client.force_login(bob)

    page = seen(client, url(plan))

    plan.refresh_from_db()
    assert "€9.00 a month" in page
    day = date_format(localtime(plan.paid_until), "DATE_FORMAT")
    assert f"The next payment is on {day}." in page
    assert "visa 4242" in page
    assert [order.number in page for order in Order.objects.all()] == [True, True]


def test_cancel_with_a_reason_and_keep_it_after_all(client, commits, bob, plan):
    client.force_login(bob)

    with commits(execute=True):
        said = client.post(url(plan, "_cancel"), {"why": "missing", "words": "No drums"}, follow=True)
    assert "Your subscription is cancelled" in said.content.decode()
    assert "Keep the subscription" in said.content.decode()
    with commits(execute=True):
        said = client.post(url(plan, "_resume"), follow=True)

    assert "Your subscription goes on" in said.content.decode()
    plan.refresh_from_db()
    assert (plan.is_ending, plan.why) == (False, "")


def test_a_failed_payment_is_said_with_the_day_it_stays_open_until(client, till, bob, plan):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    client.force_login(bob)

    page = seen(client, url(plan))

    assert "We could not take €9.00 from your card." in page


@pytest.mark.parametrize("verb", ["", "_cancel", "_resume"])
def test_others_find_nothing_and_change_nothing(client, carol, plan, verb):
    client.force_login(carol)

    said = client.post(url(plan, verb), {"why": ""}) if verb else client.get(url(plan))

    assert said.status_code == 404
    plan.refresh_from_db()
    assert not plan.is_ending


def test_who_is_not_signed_in_signs_in_first_and_learns_not_whether_there_is_one(client, plan):
    client.logout()
    known, unknown = client.get(url(plan)), client.get(reverse("subscription", args=[999999]))

    assert (known.status_code, unknown.status_code) == (302, 302)
    assert known.url.split("?")[0] == unknown.url.split("?")[0] == reverse("account_login")
    assert client.post(url(plan, "_cancel"), {"why": ""}).status_code == 404


def test_stripe_being_down_is_said_and_nothing_is_cancelled(client, bob, plan, stripe_is):
    client.force_login(bob)
    stripe_is("down")

    said = client.post(url(plan, "_cancel"), {"why": ""}, follow=True)

    assert "That did not reach our payment provider" in said.content.decode()
    plan.refresh_from_db()
    assert not plan.is_ending


def test_the_library_leads_to_the_subscription(client, bob, plan):
    client.force_login(bob)

    page = seen(client, reverse("library_item", args=[plan.entitlement_id]))

    assert url(plan) in page


def cart_of(client):
    class Asked:
        session = client.session

    return [wish.offer_id for wish in Cart(Asked).wishes]


def test_a_subscription_and_other_things_are_not_in_one_cart(client, pack, listing):
    monthly, once = pack.offers.get(), listing.offers.get()

    put(client, once)
    said = put(client, monthly)

    assert (said.url, cart_of(client)) == (pack.url, [once.pk])
    client.post(reverse("cart_remove"), {"offer": once.pk})
    put(client, monthly)
    put(client, once)
    assert cart_of(client) == [monthly.pk]


def test_a_subscription_is_not_put_in_the_cart_as_a_gift(client, pack):
    said = put(client, pack.offers.get(), gift="1")

    (told,) = get_messages(said.wsgi_request)
    assert str(told) == "A subscription cannot be given as a gift. Choose what is paid once."
    assert cart_of(client) == []


def test_another_plan_takes_the_place_of_the_one_in_the_cart(client, pack):
    monthly = pack.offers.get()
    yearly = Offer.objects.create(listing=pack, name="A year", price=9000, interval="year")

    put(client, monthly)
    put(client, yearly)

    assert cart_of(client) == [yearly.pk]


def test_a_coupon_takes_nothing_off_a_subscription(client, pack, store):
    store.seller.coupons.create(code="SPRING", basis_points=1000)
    put(client, pack.offers.get())
    client.post(reverse("cart_coupon"), {"coupon": "SPRING", "coupon_is": "typed"})

    page = seen(client, reverse("cart"))

    assert "Coupons are for what is paid once, not for subscriptions." in page
    assert "€9.00" in page


def test_the_file_of_ones_data_names_the_subscription_and_nobody_elses(bob, carol, plan):
    def rows(person):
        return next(sheet.rows for sheet in personal.export(person) if sheet.name == "subscriptions")

    (row,) = rows(bob)

    assert (row["title"], row["currency"], str(row["amount"])) == ("Sounds of the month", "EUR", "9.00")
    assert rows(carol) == []

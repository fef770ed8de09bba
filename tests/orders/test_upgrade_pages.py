"""Where an upgrade is offered, bought and told of: listing, library, cart, receipt, back office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.models import LeftCart, Order
from orders.personal import export
from products import delivery
from products.models import Entitlement, Offer
from tests.orders.buying import form_for, pay, put_in_cart, text_of
from tests.orders.test_refunds import refund
from tests.orders.upgrading import edition, had, press, right_of, up

CART, CHECKOUT = reverse("cart"), reverse("checkout")
BUTTON = "Upgrade to Team for €60"


@pytest.fixture
def bob_in(client, bob, personal):
    client.force_login(bob)
    return client


def item_page(client, right):
    return client.get(reverse("library_item", args=[right.pk]))


def bought(client, bob, program, commits):
    """The whole way in a browser; the order."""
    press(client, right_of(bob), edition(program, "Team"), seen=6000)
    client.post(CHECKOUT, form_for(client, 6000, email=bob.email))
    return pay(client, Order.objects.latest("pk"), commits)


def test_the_listing_tells_its_holder_and_nobody_else(bob_in, client, carol, program):
    mine = text_of(bob_in.get(program.url))

    assert "You own “Personal”." in mine
    assert "€90 less the €30 paid so far" in mine
    assert BUTTON in mine
    client.force_login(carol)
    assert "Upgrade to" not in text_of(client.get(program.url))
    client.logout()
    assert "Upgrade to" not in text_of(client.get(program.url))


def test_the_library_tells_it_beside_the_thing(bob_in, bob):
    page = item_page(bob_in, right_of(bob))

    assert BUTTON in text_of(page)
    assert "Upgrade to Studio for €120" in text_of(page)


def test_several_of_the_same_are_told_once_and_each_in_the_library(bob_in, till, bob, program):
    till.sell(bob, edition(program, "Personal"))

    page = text_of(bob_in.get(program.url))

    assert page.count(BUTTON) == 1
    for right in Entitlement.objects.filter(holder=bob):
        assert BUTTON in text_of(item_page(bob_in, right))


def test_bought_in_a_browser(bob_in, bob, program, commits, mailoutbox):
    mailoutbox.clear()
    press(bob_in, right_of(bob), edition(program, "Team"), seen=6000)
    page = text_of(bob_in.get(CHECKOUT))
    assert "Upgrade from Personal to Team" in page
    assert "€90 less the €30 paid so far" in page
    assert "Pay €60.00" in page
    assert "Coupon" not in page
    assert "as a gift" not in page
    assert "already" not in page

    order = bought(bob_in, bob, program, commits)

    assert (order.state, had(bob)) == ("paid", ("active", "Team", 10))
    for mail in mailoutbox:
        assert "Upgrade from Personal to Team" in mail.body
    assert sorted(mail.to[0] for mail in mailoutbox) == ["alice@example.com", "bob@example.com"]
    assert "Upgrade from Personal to Team" in text_of(bob_in.get(order.get_absolute_url()))


def test_the_page_as_sold_and_the_export_say_so(bob_in, bob, program, commits):
    order = bought(bob_in, bob, program, commits)

    sold = text_of(bob_in.get(reverse("order_as_sold", args=[order.token, order.items.get().pk])))
    sheet = next(sheet for sheet in export(bob) if sheet.name == "items")

    assert "Upgrade from Personal to Team" in sold
    assert "Paid before, and taken off the price</th><td>€30.00" in sold
    assert [row["upgraded_from"] for row in sheet.rows] == ["", "Personal"]


def test_another_ones_right_is_not_found_and_nothing_changes(client, bob, carol, program, personal):
    client.force_login(carol)

    answer = press(client, right_of(bob), edition(program, "Team"))

    assert answer.status_code == 404
    assert client.session.get("cart") is None
    assert had(bob) == ("active", "Personal", 3)


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "9" * 40, "\x00", "99999999"])
def test_odd_keys_are_not_found(bob_in, bob, program, odd):
    right, team = right_of(bob).pk, edition(program, "Team").pk

    for sent in ({"right": odd, "offer": team}, {"offer": team}):
        assert bob_in.post(reverse("cart_upgrade"), sent).status_code == 404
    assert bob_in.post(reverse("cart_upgrade"), {"right": right, "offer": odd}).status_code in (302, 404)

    assert bob_in.session.get("cart") is None


def test_what_has_ended_is_not_found(bob_in, bob, program):
    delivery.withdraw(right_of(bob))

    assert press(bob_in, right_of(bob), edition(program, "Team")).status_code == 404


def test_a_get_and_another_site_do_nothing(bob_in, bob, program):
    sent = {"right": right_of(bob).pk, "offer": edition(program, "Team").pk}

    assert bob_in.get(reverse("cart_upgrade"), sent).status_code == 405
    foreign = bob_in.post(reverse("cart_upgrade"), sent, headers={"Sec-Fetch-Site": "cross-site"})

    assert foreign.status_code == 403
    assert bob_in.session.get("cart") is None


def test_an_offer_that_takes_none_any_more_is_told(bob_in, bob, program):
    Offer.objects.filter(name="Team").update(takes_upgrades=False)

    answer = press(bob_in, right_of(bob), edition(program, "Team"))

    assert answer.url == reverse("library_item", args=[right_of(bob).pk])
    assert "That upgrade is not on sale now." in text_of(bob_in.get(answer.url))


def test_a_price_that_changed_since_it_was_seen_is_told_before_anything_is_placed(bob_in, bob, program):
    press(bob_in, right_of(bob), edition(program, "Team"), seen=6000)
    Offer.objects.filter(name="Team").update(price=10000)

    page = bob_in.post(CHECKOUT, form_for(bob_in, 6000, email=bob.email))

    assert Order.objects.count() == 1
    assert "it was €60.00, now it is €70.00" in text_of(page)


def test_a_button_of_an_old_page_is_told_as_well(bob_in, bob, program):
    press(bob_in, right_of(bob), edition(program, "Team"), seen=5500)

    assert "it was €55.00, now it is €60.00" in text_of(bob_in.get(CHECKOUT))


def test_refunded_while_it_waits_in_the_cart_it_is_taken_out(bob_in, till, bob, program, personal):
    press(bob_in, right_of(bob), edition(program, "Team"))
    refund(till, personal.items.get(), 3000)
    till.hear()

    page = text_of(bob_in.get(CART))

    assert "“Tidewater · Upgrade from Personal to Team” is no longer on sale" in page


def test_it_is_not_a_gift_whatever_a_form_says(bob_in, bob, program):
    press(bob_in, right_of(bob), edition(program, "Team"))

    bob_in.post(CHECKOUT, form_for(bob_in, 6000, email=bob.email, gift="on", giver_name="Ada"))

    assert Order.objects.count() == 1


def test_beside_other_things_it_waits(bob_in, bob, program, listing):
    put_in_cart(bob_in, listing)

    answer = press(bob_in, right_of(bob), edition(program, "Team"))

    assert answer.url == CART
    assert "An upgrade is paid for on its own." in text_of(bob_in.get(CART))
    assert [row["offer"] for row in bob_in.session["cart"]] == [listing.offers.get().pk]


def test_other_things_wait_beside_it_and_another_step_takes_its_place(bob_in, bob, program, listing):
    press(bob_in, right_of(bob), edition(program, "Team"))
    put_in_cart(bob_in, listing)
    assert "An upgrade waits in your cart" in text_of(bob_in.get(CART))

    press(bob_in, right_of(bob), edition(program, "Studio"))

    assert [row["offer"] for row in bob_in.session["cart"]] == [edition(program, "Studio").pk]


def test_nobody_is_reminded_of_it(bob_in, till, bob, program):
    press(bob_in, right_of(bob), edition(program, "Team"))
    order = till.place(bob, up(program, "Team", bob))

    LeftCart.keep_order(order)

    assert not LeftCart.objects.exists()


def test_ordered_again_it_is_an_upgrade_again(bob_in, till, bob, carol, program):
    order = till.place(bob, up(program, "Team", bob))

    bob_in.post(reverse("order_again", args=[order.token]))

    assert "Upgrade from Personal to Team" in text_of(bob_in.get(CART))
    bob_in.force_login(carol)
    bob_in.post(reverse("order_again", args=[order.token]))
    assert "is no longer on sale" in text_of(bob_in.get(CART))


def test_a_guest_with_a_pass_signs_in_first(client, program, commits):
    put_in_cart(client, program)
    client.post(CHECKOUT, form_for(client, 3000))
    order = pay(client, Order.objects.get(), commits)
    client.get(order.get_absolute_url())
    right = Entitlement.objects.get()
    assert BUTTON in text_of(item_page(client, right))

    answer = press(client, right, edition(program, "Team"))

    assert answer.url.startswith(reverse("account_login"))
    assert client.session["cart"] == []


def test_somebody_elses_pass_shows_no_button(client, carol, program, commits):
    put_in_cart(client, program)
    client.post(CHECKOUT, form_for(client, 3000))
    order = pay(client, Order.objects.get(), commits)
    client.force_login(carol)
    client.get(order.get_absolute_url())

    page = item_page(client, Entitlement.objects.get())

    assert page.status_code == 200
    assert "Upgrade to" not in text_of(page)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def test_pages_cost_the_same_for_many_rights_and_many_ways(bob_in, till, bob, program):
    item = reverse("library_item", args=[right_of(bob).pk])
    pages = (program.url, item, reverse("library"))
    before = [queries_of(bob_in, page) for page in pages]
    for number in range(4):
        Offer.objects.create(
            listing=program, name=f"More {number}", price=20000 + number, takes_upgrades=True
        )
        till.sell(bob, edition(program, "Personal"))

    assert [queries_of(bob_in, page) for page in pages] == before


def test_a_listing_without_upgrades_asks_nothing_more(client, till, bob, listing, offer):
    till.sell(bob, offer)
    client.force_login(bob)
    client.get(listing.url)

    with CaptureQueriesContext(connection) as asked:
        client.get(listing.url)

    assert not [query for query in asked if "orders_item" in query["sql"]]

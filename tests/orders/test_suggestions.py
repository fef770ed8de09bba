"""A seller suggests something at the checkout: honest, never ticked before, of the same store, taken once."""

import pytest
from django.urls import reverse

from orders import audit
from orders.models import Item, Order, Posting, Suggestion
from products import delivery
from products.models import FeaturedPrice, Policy, Stock
from tests.conftest import publish_download
from tests.orders.buying import TICKS, pay, put_in_cart, text_of
from tests.orders.couponing import make_coupon
from tests.products.featuring import campaign, propose
from tests.stores import furnish

CHECKOUT = reverse("checkout")


@pytest.fixture
def icons(store):
    return publish_download(store, "Icon set", 1200)


@pytest.fixture
def suggestion(listing, icons):
    """With Aster Serif (29.00) the Icon set for 9.00 instead of 12.00."""
    return Suggestion.objects.create(
        seller=listing.card.seller,
        listing=listing,
        offer=icons.offers.get(),
        words="Drawn on the same grid.",
        basis_points=2500,
    )


@pytest.fixture
def cart(client, listing):
    put_in_cart(client, listing)
    return client


def sent(client, total, **more):
    """What the shown page sends."""
    shown = client.get(CHECKOUT).context["form"]
    kept = {"terms_version": shown["terms_version"].value(), "email": "guest@example.com"}
    return {**TICKS, **kept, "seen_total": total, **more}


def key_of(client):
    return proposal_of(client).key


def proposal_of(client):
    return client.get(CHECKOUT).context["quote"].proposal


def test_it_stands_in_the_checkout_unticked_with_an_honest_price(cart, suggestion):
    page = cart.get(CHECKOUT)

    assert "Add <strong>Icon set</strong> for €9.00 instead of €12.00" in text_of(page)
    assert "Drawn on the same grid." in text_of(page)
    assert f'name="suggestion" value="{key_of(cart)}" aria-describedby="suggestion-words">' in text_of(page)
    assert "Pay €29.00" in text_of(page)


def test_without_per_cents_it_says_the_price_alone(cart, suggestion):
    Suggestion.objects.update(basis_points=0)

    assert "Add <strong>Icon set</strong> for €12.00<" in text_of(cart.get(CHECKOUT))


def test_ticked_and_sent_the_new_total_is_shown_before_anything_is_placed(cart, suggestion):
    page = cart.post(CHECKOUT, sent(cart, 2900, suggestion=key_of(cart)))

    assert not Order.objects.exists()
    assert "With “Icon set” the total is now €38.00." in text_of(page)
    assert "Pay €38.00" in text_of(page)
    assert page.context["quote"].proposal.is_taken


def test_the_button_beside_it_counts_anew_and_keeps_what_was_typed(cart, suggestion):
    form = sent(cart, 2900, suggestion=key_of(cart), recount="1", gift="on", giver_name="Ada")

    page = cart.post(CHECKOUT, form)

    assert not Order.objects.exists()
    assert "Pay €38.00" in text_of(page)
    assert 'value="Ada"' in text_of(page)
    assert page.context["form"].is_gift
    assert page.context["form"]["immediate"].value() == "on"
    assert not page.context["form"].errors


def test_it_is_one_order_with_an_exact_ledger_and_counted_once(cart, suggestion, commits):
    form = sent(cart, 3800, suggestion=key_of(cart))
    cart.post(CHECKOUT, form)
    cart.post(CHECKOUT, form)

    order = pay(cart, Order.objects.get(), commits)

    item = order.items.get(title="Icon set")
    assert (order.total, item.amount, item.fee) == (3800, 900, 90)
    assert (item.suggestion, item.suggestion_off) == (suggestion, 300)
    assert sum(p.amount for p in Posting.objects.filter(account="seller")) == -3420
    assert list(audit.problems()) == []
    assert Suggestion.objects.counted().get().taken == 1


def test_an_unpaid_order_counts_nothing(cart, suggestion):
    cart.post(CHECKOUT, sent(cart, 3800, suggestion=key_of(cart)))

    assert Suggestion.objects.counted().get().taken == 0


def test_left_alone_nothing_is_added(cart, suggestion):
    cart.post(CHECKOUT, sent(cart, 2900))

    assert Order.objects.get().total == 2900
    assert Item.objects.get().suggestion is None


def test_a_price_that_a_browser_makes_up_is_not_taken(cart, suggestion):
    cart.post(CHECKOUT, sent(cart, 2901, suggestion=key_of(cart), amount="1", price="1"))

    assert not Order.objects.exists()


def test_it_is_asked_only_beside_its_listing(client, suggestion, store):
    put_in_cart(client, publish_download(store, "Brush Script", 1000))

    assert proposal_of(client) is None


def test_it_is_not_asked_when_it_is_in_the_cart(cart, suggestion, icons):
    put_in_cart(cart, icons)

    assert proposal_of(cart) is None


def test_it_is_not_asked_when_the_person_has_it(cart, suggestion, icons, bob):
    cart.force_login(bob)
    assert proposal_of(cart)

    delivery.grant(bob, icons.offers.get())

    assert proposal_of(cart) is None


@pytest.mark.parametrize("how", ["off", "unpublished", "switched off", "sold out", "free", "chosen price"])
def test_what_cannot_be_had_is_not_asked_and_not_added(cart, suggestion, icons, how):
    offer = icons.offers
    key = key_of(cart)
    {
        "off": lambda: Suggestion.objects.update(is_active=False),
        "unpublished": lambda: type(icons).objects.get(pk=icons.pk).unpublish(),
        "switched off": lambda: offer.update(is_active=False),
        "sold out": lambda: (offer.update(stock=1), Stock.take(icons.offers.get())),
        "free": lambda: offer.update(is_free=True, price=None),
        "chosen price": lambda: offer.update(minimum=100),
    }[how]()

    assert proposal_of(cart) is None
    cart.post(CHECKOUT, sent(cart, 2900, suggestion=key))
    assert Order.objects.get().total == 2900


def test_what_sells_out_meanwhile_places_nothing(cart, suggestion, icons):
    icons.offers.update(stock=1)
    form = sent(cart, 3800, suggestion=key_of(cart))
    Stock.take(icons.offers.get())

    page = cart.post(CHECKOUT, form)

    assert not Order.objects.exists()
    assert "The total is now €29.00" in text_of(page)


def test_another_stores_suggestion_is_never_added(cart, suggestion, carol):
    foreign = furnish(carol, "quokka")
    other = Suggestion.objects.get(seller=foreign.page.seller)
    own = key_of(cart)
    Suggestion.objects.filter(pk=suggestion.pk).update(offer=foreign.listing.offers.get())

    cart.post(CHECKOUT, sent(cart, 2900, suggestion=[own, str(other.pk), str(suggestion.pk)]))

    assert Order.objects.latest("pk").total == 2900


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 40, "\x00", ""])
def test_odd_keys_add_nothing(cart, suggestion, odd):
    assert cart.post(CHECKOUT, sent(cart, 2900, suggestion=odd)).status_code == 303

    assert Order.objects.get().total == 2900


def test_a_lower_price_of_a_campaign_stays_the_lower_one(cart, suggestion, icons):
    page = campaign()
    propose(page, {icons.offers.get(): 700})
    FeaturedPrice.objects.update(state="accepted")

    proposal = proposal_of(cart)

    assert (proposal.line.amount, proposal.line.suggestion_off) == (700, 0)


def test_a_coupon_is_taken_off_its_lower_price(cart, suggestion, commits, listing):
    make_coupon(seller=listing.card.seller)
    cart.post(reverse("cart_coupon"), {"coupon": "SPRING", "coupon_is": "typed"})

    cart.post(CHECKOUT, sent(cart, 3040, suggestion=key_of(cart)))

    order = pay(cart, Order.objects.get(), commits)
    assert {i.title: (i.amount, i.discount) for i in order.items.all()} == {
        "Aster Serif": (2320, 580),
        "Icon set": (720, 180),
    }
    assert list(audit.problems()) == []


def test_policies_worded_anew_meanwhile_untick_it(cart, suggestion, icons, alice):
    own = Policy(kind="licence", name="Own", summary="Own", text="<p>One.</p>")
    own.put_down(by=alice)
    icons.licence = own
    icons.save_revision().publish()
    form = sent(cart, 3800, suggestion=key_of(cart))
    own.text = "<p>Another.</p>"
    own.put_down(by=alice)

    page = cart.post(CHECKOUT, form)

    assert not Order.objects.exists()
    assert not page.context["quote"].proposal.is_taken
    assert "The total is now €29.00" in text_of(page)


def test_ticking_it_changes_no_other_wording(cart, suggestion):
    before = cart.get(CHECKOUT).context["form"].version

    after = cart.post(CHECKOUT, sent(cart, 2900, suggestion=key_of(cart))).context["form"].version

    assert before == after


def test_it_costs_a_checkout_without_any_one_query(cart, django_assert_max_num_queries):
    cart.get(CHECKOUT)
    with django_assert_max_num_queries(12):
        cart.get(CHECKOUT)

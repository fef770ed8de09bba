"""The contract every kind of listing passes by existing: begun, shown, bought, delivered, withdrawn, kept.

Nothing here names a kind. A new one brings its starters and, where words are not enough, `fill_example`.
"""

import pytest
from django.urls import reverse

from accounts.models import User
from orders import checkout
from orders.models import Order, Posting
from products import delivery
from products.admin.listings import begin
from products.models import Card, Entitlement, Listing, Offer
from sandbox import delivery as stripe_events
from tests.products.editing import at_desk, picture
from tests.test_first_sale import order_of

KINDS = Listing.kinds()
CARD = "4242424242424242"

pytestmark = pytest.mark.parametrize("kind", KINDS, ids=[kind.kind_name() for kind in KINDS])


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def made(kind, store, starter=None):
    """A saved draft from a starter, with what a seller must still add."""
    starter = starter or (kind.starters[0] if kind.starters else {})
    page = begin(kind, starter, title="Kind example", slug="kind-example", live=False)
    page.cover, page.cover_alt = picture(store), "A sample"
    page.summary = page.summary or "An example of a kind, with words enough for a card."
    if not page.offers.all():
        page.offers = [Offer(name="Example", price=1500)]
    kind.fill_example(page)
    store.add_child(instance=page)
    page.save_revision()
    return kind.objects.get(pk=page.pk)


def on_sale(kind, store):
    page = made(kind, store)
    page.get_latest_revision().publish()
    return kind.objects.get(pk=page.pk)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def bought(client, bob, listing, commits):
    """Through the cart, the checkout page, the payment page and the webhook."""
    offer = listing.offers.first()
    client.force_login(bob)
    pay = order_of(client, offer, offer.price).removeprefix("http://testserver")
    with commits():
        client.post(pay, {"email": bob.email, "number": CARD})
    with commits():
        stripe_events.drain(client)
    return Order.objects.get()


def test_it_says_what_it_is(kind):
    assert str(kind.kind_label)
    assert str(kind.get_page_description())
    assert issubclass(kind.entitlement_model(), Entitlement)
    assert kind.parent_page_types


def test_each_of_its_starters_opens_the_editor_filled_in(kind, store, alice):
    address = reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind.kind_name(), store.pk])
    client = at_desk(alice)

    for starter in [*kind.starters, {"slug": "blank"}]:
        answer = client.get(address, {"starter": starter["slug"]})
        assert answer.status_code == 200
        for offer in starter.get("offers", []):
            assert f'value="{offer["name"]}"' in answer.content.decode()


def test_each_of_its_starters_lacks_nothing_but_a_cover_and_the_goods(kind, store):
    for number, starter in enumerate(kind.starters):
        page = made(kind, store, starter)
        assert page.problems() == []
        page.slug = f"kind-example-{number}"
        page.save()


def test_its_card_stands_in_the_catalogue(kind, store):
    listing = on_sale(kind, store)

    card = Card.objects.public().get()
    assert (card.pk, card.kind, card.title) == (listing.pk, kind.kind_name(), "Kind example")
    assert card.from_price == min(offer.lowest for offer in listing.offers.all())


def test_visitors_read_its_page(kind, store, client):
    listing = on_sale(kind, store)

    answer = client.get(listing.url)

    assert answer.status_code == 200
    assert "Kind example" in answer.content.decode()


@pytest.mark.parametrize("mode", ["visitor", "owner"])
def test_its_draft_can_be_looked_at(kind, store, alice, mode):
    page = made(kind, store)

    answer = at_desk(alice).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})

    assert answer.status_code == 200
    assert "Kind example" in answer.content.decode()


def test_it_is_bought_and_delivered_once_with_an_exact_ledger(kind, store, client, bob, commits):
    listing = on_sale(kind, store)

    order = bought(client, bob, listing, commits)

    held = order.items.get().entitlement
    assert isinstance(held, kind.entitlement_model())
    assert (order.state, held.state, held.holder) == ("paid", "active", bob)
    assert held.delivered_at
    price = listing.offers.first().price
    fee = order.items.get().fee
    assert {p.account: p.amount for p in Posting.objects.all()} == {
        "stripe": price,
        "fee": -fee,
        "seller": fee - price,
    }


def test_settling_and_delivering_twice_changes_nothing(kind, store, client, bob, commits):
    order = bought(client, bob, on_sale(kind, store), commits)
    held = order.items.get().entitlement
    before = (Posting.objects.count(), Entitlement.objects.non_polymorphic().values().get())

    with commits():
        assert checkout.settle(order)
    assert not delivery.deliver(held.pk)
    held.deliver()

    assert (Posting.objects.count(), Entitlement.objects.non_polymorphic().values().get()) == before


def test_it_is_withdrawn_once_and_opens_no_more(kind, store, client, bob, carol, commits):
    held = bought(client, bob, on_sale(kind, store), commits).items.get().entitlement
    library = reverse("library_item", args=[held.pk])
    assert client.get(library).status_code == 200
    assert at_desk(carol).get(library).status_code == 404

    assert delivery.withdraw(held)
    assert not delivery.withdraw(held)

    held.refresh_from_db()
    held.withdraw()
    assert not delivery.may_open(bob, held)
    assert client.get(library).status_code == 410


def test_the_hub_opens_it_with_its_own_facts(kind, store, alice, client, bob, commits):
    held = bought(client, bob, on_sale(kind, store), commits).items.get().entitlement
    assert delivery.deliver(held.pk) is False

    said = at_desk(alice).get(reverse("entitlements:inspect", args=[held.pk])).content.decode()

    held = Entitlement.objects.get(pk=held.pk)
    for words in (held._meta.verbose_name.capitalize(), "Kind example", "b…@example.com", "Delivered"):
        assert str(words) in said
    for label, value in held.desk_facts():
        assert f"<dt>{label}</dt><dd>{value}</dd>" in said


def test_what_somebody_has_cannot_be_deleted(kind, store, bob):
    listing = on_sale(kind, store)
    delivery.grant(bob, listing.offers.first())
    boss = User.objects.create_superuser("boss@example.com", "correct horse battery")

    answer = at_desk(boss).post(reverse("wagtailadmin_pages:delete", args=[listing.pk]))

    assert answer.status_code == 409
    assert kind.objects.filter(pk=listing.pk).exists()

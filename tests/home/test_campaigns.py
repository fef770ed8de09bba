"""A campaign: its page, its prices and its words begin together and end together."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Revision

from cms import pagecache
from home import campaigns, periodic
from home.models import CampaignOffer, CampaignPage, CampaignWord, HomePage
from orders.models import Item
from orders.pricing import Wish, quote
from products.models import Card, FeaturedPrice, Offer
from tests.home.catalogue import shelve
from tests.orders.conftest import till  # noqa: F401
from tests.products.featuring import accepted


def later(**span):
    return timezone.now() + timedelta(**span)


def plan(offer=None, price=1900, words=(), **when):
    """A campaign as an editor publishes it: live at once, or scheduled with `go_live_at`."""
    page = CampaignPage(
        title="Spring", intro="All of April.", expire_at=when.pop("expire_at", later(days=9)), **when
    )
    if offer:
        page.featured.add(CampaignOffer(offer=offer, price=price))
    for query, promoted in words:
        page.words.add(CampaignWord(query=query, promoted=promoted))
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return CampaignPage.objects.get(pk=page.pk)


class Clock:
    """The minute of the schedule comes, with everything that follows a commit."""

    def __init__(self, commits):
        self.commits = commits

    def begin(self, page):
        past = timezone.now() - timedelta(minutes=1)
        revision = page.scheduled_revision
        content = {**revision.content, "go_live_at": past.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
        FeaturedPrice.objects.update(starts_at=past)
        with self.commits(execute=True):
            call_command("publish_scheduled")

    def end(self, page):
        CampaignPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
        with self.commits(execute=True):
            call_command("publish_scheduled")


@pytest.fixture
def clock(django_capture_on_commit_callbacks):
    return Clock(django_capture_on_commit_callbacks)


def price_of(offer):
    return quote([Wish(offer.pk)]).total


@pytest.fixture
def offer(listing):
    return listing.offers.get()


def test_a_scheduled_campaign_asks_at_once_begins_with_its_page_and_ends_with_it(client, clock, offer):
    page = plan(offer, go_live_at=later(days=1))
    asked = FeaturedPrice.objects.get()
    accepted(page)
    before = (price_of(offer), client.get("/spring/").status_code, Card.objects.get().from_price)

    clock.begin(page)
    during = (price_of(offer), client.get("/spring/").status_code, Card.objects.get().from_price)
    clock.end(page)
    after = (price_of(offer), client.get("/spring/").status_code, Card.objects.get().from_price)

    assert asked.state == "proposed"
    assert (before, during, after) == ((2900, 404, 2900), (1900, 200, 1900), (2900, 404, 2900))


def test_an_order_keeps_the_price_at_which_it_was_placed(till, clock, bob, offer):  # noqa: F811
    page = plan(offer)
    accepted(page)
    order = till.place(bob, offer)

    clock.end(page)
    till.pay(order)
    till.hear()

    order.refresh_from_db()
    assert (order.state, order.total, Item.objects.get().amount) == ("paid", 1900, 1900)
    assert till.place(bob, offer).total == 2900


def test_the_end_needs_nobody_and_the_heartbeat_mends_the_cards(offer):
    page = plan(offer)
    accepted(page)
    CampaignPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    charged, shown = price_of(offer), Card.objects.get().from_price
    periodic.every_minute()

    assert (charged, shown, Card.objects.get().from_price) == (2900, 1900, 2900)


def test_the_heartbeat_asks_what_a_dropped_worker_did_not(offer):
    page = plan(offer)
    FeaturedPrice.objects.all().delete()

    said = [periodic.every_minute(), periodic.every_minute()]

    assert [words.startswith(start) for words, start in zip(said, ("1 ", "0 "), strict=True)] == [True, True]
    assert FeaturedPrice.objects.get(campaign=page.pk).price == 1900


def test_starting_and_ending_twice_is_starting_and_ending_once(offer):
    page = plan(offer)
    accepted(page)
    for _time in range(2):
        campaigns.start(page)
    during = price_of(offer)
    page.unpublish()
    for _time in range(2):
        campaigns.end(page)

    assert (during, price_of(offer), Card.objects.get().from_price) == (1900, 2900, 2900)
    assert FeaturedPrice.objects.get().state == "accepted"


def test_a_mere_draft_asks_nobody(offer):
    page = CampaignPage(title="Spring", expire_at=later(days=9), live=False)
    page.featured.add(CampaignOffer(offer=offer, price=1900))
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()

    periodic.every_minute()

    assert not FeaturedPrice.objects.exists()


def test_the_page_features_what_stores_agreed_to_at_the_price_of_the_moment(client, offer):
    page = plan(offer)
    before = client.get("/spring/").content.decode()
    accepted(page)
    pagecache._purge_now()

    during = client.get("/spring/").content.decode()

    assert "All of April." in before and "In this campaign" not in before
    assert [word in during for word in ("In this campaign", "€19", "€29")] == [True] * 3


def first_found(client, words):
    answer = client.get("/search/", {"q": words})
    titles = [card["title"] for card in answer.context["cards"]]
    return [*[pick["title"] for pick in answer.context.get("promoted", [])], *titles][:1]


def test_words_put_a_listing_on_top_only_while_the_campaign_is_live(client, clock, store):
    shelve(store, "Bellows")
    chosen = shelve(store, "Anvil").listing
    page = plan(words=[("Tulip  Mania", chosen)], go_live_at=later(days=1))
    before = first_found(client, "tulip mania")

    clock.begin(page)
    during = first_found(client, "tulip mania")
    clock.end(page)

    assert (before, during, first_found(client, "tulip mania")) == ([], ["Anvil"], [])


def test_words_without_a_page_lead_to_the_campaign_before_standing_picks(client, store):
    listing = shelve(store, "Anvil").listing
    SearchPromotion.objects.create(query=Query.get("tulips"), page=listing)
    plan(words=[("tulips", None)])

    assert first_found(client, "tulips") == ["Spring"]


def test_a_promoted_listing_that_left_the_shop_is_passed_over(client, store):
    listing = shelve(store, "Anvil").listing
    plan(words=[("tulips", listing)])
    Card.objects.update(is_public=False)

    assert first_found(client, "tulips") == []


@pytest.mark.parametrize(
    ("facts", "price", "told"),
    [
        ({}, 2900, "Lower than"),
        ({"price": None, "is_free": True}, 100, "Free offers"),
        ({"minimum": 500}, 100, "Free offers"),
    ],
)
def test_a_price_that_cannot_be_featured_is_refused(offer, facts, price, told):
    Offer.objects.filter(pk=offer.pk).update(**facts)

    with pytest.raises(ValidationError, match=told):
        CampaignOffer(offer=Offer.objects.get(pk=offer.pk), price=price).clean()


def form_of(offer, **more):
    """What the editor's form sends: one featured price, no words."""
    rows = {f"{name}-{key}": "0" for name in ("words",) for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    rows |= {"featured-TOTAL_FORMS": "1", "featured-INITIAL_FORMS": "0", "featured-0-id": ""}
    rows |= {"featured-0-offer": str(offer.pk), "featured-0-price": "19", "featured-0-ORDER": "1"}
    body = {"body-count": "0"}
    return {
        "title": "Spring",
        "slug": "spring",
        "intro": "",
        "go_live_at": "",
        "expire_at": "",
        **rows,
        **body,
        **more,
    }


def test_an_editor_needs_an_end_for_prices_to_publish_and_none_for_a_draft(client, editor, offer, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["home", "campaignpage", HomePage.objects.get().pk])
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    told = form_of(offer, **comments)

    refused = client.post(add, {**told, "action-publish": "1"})
    assert "Featured prices need an end" in refused.content.decode()
    assert not CampaignPage.objects.exists()
    end = f"{later(days=5):%Y-%m-%d %H:%M}"
    client.post(add, {**told, "expire_at": end, "action-publish": "1"})

    assert FeaturedPrice.objects.get().price == 1900
    assert FeaturedPrice.objects.get().proposed_by == editor
    page = client.get(reverse("wagtailadmin_pages:edit", args=[CampaignPage.objects.get().pk]))
    assert "waits for the store" in page.content.decode()


def test_offers_are_found_by_words_of_their_listing_and_what_cannot_be_featured_is_not_there(
    client, editor, offer, settings
):
    settings.REQUIRE_TWO_FACTOR = False
    Offer.objects.create(listing=offer.listing, name="Gift", is_free=True)
    client.force_login(editor)

    found = client.get(
        reverse("offer_chooser:choose_results"), {"q": offer.listing.title[:5]}
    ).content.decode()
    nothing = client.get(reverse("offer_chooser:choose_results"), {"q": "zebra"}).content.decode()

    assert (f"{offer.name} · €29" in found, "Gift" in found, offer.name in nothing) == (True, False, False)


def test_a_seller_may_not_look_through_the_offers_of_all(client, alice, store, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(alice)

    assert client.get(reverse("offer_chooser:choose")).status_code == 403


def test_the_page_of_a_campaign_costs_the_same_for_one_and_for_many_offers(
    client, store, django_assert_num_queries
):
    for number in (1, 6):
        page = CampaignPage(title=f"C{number}", expire_at=later(days=9))
        for n in range(number):
            shelve(store, f"T{number} {n}")
            page.featured.add(CampaignOffer(offer=Offer.objects.latest("pk"), price=1900))
        HomePage.objects.get().add_child(instance=page)
        page.save_revision().publish()
        accepted(page)
        client.get(f"/c{number}/")
        pagecache._purge_now()
        with django_assert_num_queries(5):  # the page (two), its rows, their listings, the cards
            client.get(f"/c{number}/")

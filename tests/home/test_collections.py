"""Collections: an editor's picks first, then what a rule finds, as a page and as a row of cards."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms import pagecache
from home.models import CollectionPage, CollectionPick, HomePage
from products import cards
from products.models import Category, Listing
from tests.home.catalogue import fill, shelve, titles
from tests.home.test_home_page import compose


def collect(title, *listings, **rule):
    """A published collection of cards picked in this order, then of what the rule finds."""
    page = CollectionPage(title=title, **rule)
    for order, card in enumerate(listings):
        page.picks.add(CollectionPick(sort_order=order, listing_id=card.pk))
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def block(page, heading=""):
    return "collection", {"heading": heading, "text": "", "page": page}


def test_picks_stand_in_the_editors_order_and_nothing_else(client, store):
    first, second, _other = (shelve(store, title) for title in ("Anvil", "Bellows", "Chisel"))
    collect("Smithy", second, first)

    assert titles(client.get("/smithy/")) == ["Bellows", "Anvil"]


def test_a_rule_fills_up_after_the_picks_without_repeating_them(client, store):
    shelve(store, "Anvil", sales=1)
    popular, middle = shelve(store, "Bellows", sales=9), shelve(store, "Chisel", sales=5)
    collect("Smithy", middle, fill_with="popular", number=2)

    assert titles(client.get("/smithy/")) == ["Chisel", popular.title]


def test_a_rule_asks_for_category_kind_price_and_rating(client, store):
    shelve(store, "Right", 2000, category="fonts", rating=5)
    shelve(store, "Elsewhere", 2000, category="books", rating=5)
    shelve(store, "Dear", 9000, category="fonts", rating=5)
    shelve(store, "Disliked", 2000, category="fonts", rating=2)
    fonts = Category.objects.get(slug="fonts")
    collect("Fine", fill_with="newest", category=fonts, kind="download", high=3000, rating=4)

    assert titles(client.get("/fine/")) == ["Right"]


def test_a_price_up_to_nothing_finds_what_is_free(client, store):
    shelve(store, "Given", from_price=0)
    shelve(store, "Sold")
    collect("Gifts", fill_with="newest", high=0)

    assert titles(client.get("/gifts/")) == ["Given"]


def test_what_left_the_shop_is_passed_over_and_the_kept_page_follows(
    client, store, django_capture_on_commit_callbacks
):
    first, second = shelve(store, "Anvil"), shelve(store, "Bellows")
    collect("Smithy", first, second)
    assert titles(client.get("/smithy/")) == ["Anvil", "Bellows"]

    with django_capture_on_commit_callbacks(execute=True):
        cards.hide_below(Listing.objects.get(pk=first.pk))

    assert titles(client.get("/smithy/")) == ["Bellows"]


def test_an_empty_collection_leads_to_the_catalogue(client, store):
    collect("Nothing yet")

    page = client.get("/nothing-yet/").content.decode()

    assert "Nothing in this collection right now" in page
    assert f'href="{reverse("search")}"' in page


def test_a_collection_tells_search_engines_what_it_is_and_stands_in_the_sitemap(client, store):
    collect("Smithy", shelve(store, "Anvil"), intro="For whoever has a forge.")

    page = client.get("/smithy/").content.decode()

    assert '<meta name="description" content="For whoever has a forge.">' in page
    assert '"@type": "ItemList"' in page
    assert "/smithy/" in client.get("/sitemap-pages.xml").content.decode()


def test_a_collection_costs_the_same_for_five_and_for_forty(client, store, django_assert_num_queries):
    for number in (5, 35):
        made = fill(store, number)
        collect(f"Batch {number}", *made[:number], fill_with="newest", number=48)
        client.get(f"/batch-{number}/")
        pagecache._purge_now()
        with django_assert_num_queries(4):  # the page (two), its picks, the cards
            client.get(f"/batch-{number}/")


def test_a_block_shows_the_first_four_under_the_collections_title_with_the_way_to_all(client, store):
    made = [shelve(store, f"Thing {n}") for n in range(5)]
    compose(block(collect("Smithy", *made)))

    page = client.get("/").content.decode()

    assert [f"Thing {n}" in page for n in range(5)] == [True] * 4 + [False]
    assert ">Smithy</h2>" in page
    assert 'class="more-link" href="/smithy/"' in page


def test_two_blocks_keep_their_rules_apart(client, store):
    shelve(store, "Letter", category="fonts")
    shelve(store, "Novel", category="books")
    pages = [
        collect(slug, fill_with="newest", category=Category.objects.get(slug=slug))
        for slug in ("fonts", "books")
    ]
    compose(*[block(page) for page in pages])

    page = client.get("/").content.decode()

    assert -1 < page.find(">fonts</h2>") < page.find("Letter") < page.find(">books</h2>") < page.find("Novel")
    assert page.count("Novel</a>") == 1


def test_a_row_of_a_collection_that_was_taken_down_is_left_out(client, store):
    page = collect("Smithy", shelve(store, "Anvil"))
    compose(block(page, "Iron"))
    page.unpublish()

    assert "Iron" not in client.get("/").content.decode()


def test_five_blocks_cost_as_much_as_one(client, store, django_assert_num_queries):
    for number in (1, 5):
        made = [shelve(store, f"T{number} {n}") for n in range(number)]
        pages = [collect(f"C{number} {n}", card, fill_with="newest") for n, card in enumerate(made)]
        compose(*[block(page) for page in pages])
        client.get(pages[0].url)  # where the site begins is known from now on
        pagecache._purge_now()
        with django_assert_num_queries(7):  # the page (two), four for collections, the cards
            client.get("/")


def test_prices_that_exclude_each_other_are_refused(db):
    with pytest.raises(ValidationError, match="No price"):
        CollectionPage(title="None", slug="none", low=200, high=100, path="0001", depth=1).clean()


def test_an_editor_makes_a_collection_and_a_seller_may_not(client, editor, alice, store, settings):
    settings.REQUIRE_TWO_FACTOR = False
    address = reverse("wagtailadmin_pages:add", args=["home", "collectionpage", HomePage.objects.get().pk])

    client.force_login(editor)
    offered = client.get(address)
    client.force_login(alice)
    refused = client.get(address)

    assert offered.status_code == 200
    assert [label in offered.content.decode() for label in ("Fill up with", "Download")] == [True, True]
    assert refused.status_code in (302, 403, 404)

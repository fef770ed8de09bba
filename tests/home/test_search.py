"""Search and its suggestions: what is found, in which order, and what nobody can break."""

from urllib.parse import quote, urlencode

import pytest
from django.utils.html import escape
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.models import SearchAnswer
from home.tasks import log_search
from products.models import Category
from tests.home.catalogue import shelve, titles

NASTY = [
    '"',
    "'",
    '"unbalanced',
    "a" * 10_000,
    "\x00",
    "a\x00b",
    "-",
    "* OR *",
    "<b>",
    "%",
    "🪨",
    "NEAR(a b)",
]


def test_a_word_of_the_title_finds_the_listing(client, store):
    shelve(store, "Aster Serif")
    shelve(store, "Harbour bells")

    answer = client.get("/search/?q=aster")

    assert titles(answer) == ["Aster Serif"]
    assert "Results for “aster”" in answer.content.decode()


def test_the_seller_and_the_tags_are_searched_too(client, store):
    shelve(store, "Harbour bells", tag="maritime")

    assert titles(client.get("/search/?q=alice")) == ["Harbour bells"]
    assert titles(client.get("/search/?q=maritime")) == ["Harbour bells"]


def test_facets_narrow_a_search(client, store):
    shelve(store, "Aster Serif", 900)
    shelve(store, "Aster Sans", 4900)

    assert titles(client.get("/search/?q=aster&high=10")) == ["Aster Serif"]
    assert titles(client.get("/search/?q=aster&sort=dearest")) == ["Aster Sans", "Aster Serif"]


def test_a_search_has_pages(client, store):
    for number in range(26):
        shelve(store, f"Aster {number}")

    first = client.get("/search/?q=aster")
    second = client.get(first.context["next_url"])

    assert (len(titles(first)), len(titles(second))) == (24, 2)
    assert not set(titles(first)) & set(titles(second))
    assert first.context["count_label"] == "26 results"


def test_nothing_found_offers_categories_and_what_others_buy(client, store):
    shelve(store, "Aster Serif", category="fonts")

    answer = client.get("/search/?q=zebra").content.decode()

    assert "Nothing matches that" in answer
    assert "/search/?category=fonts" in answer
    assert "Aster Serif" in answer


@pytest.mark.parametrize("typed", NASTY)
def test_no_search_text_breaks_the_shop(client, store, typed):
    shelve(store, "Aster Serif")

    for place in ("/search/", "/suggest/"):
        assert client.get(f"{place}?q={quote(typed)}").status_code == 200


@pytest.mark.parametrize("typed", NASTY)
def test_no_search_text_breaks_the_admin(client, editor, typed, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)

    assert client.get(f"/admin/images/?q={quote(typed)}").status_code == 200
    assert client.get(f"/admin/pages/search/?q={quote(typed)}").status_code == 200


def test_what_people_search_for_is_counted(client, store, django_capture_on_commit_callbacks):
    shelve(store, "Aster Serif")

    with django_capture_on_commit_callbacks(execute=True):
        client.get("/search/?q=Aster")

    assert [(query.query_string, query.hits) for query in Query.objects.all()] == [("aster", 1)]


def test_an_editors_pick_stands_on_top(client, store):
    card = shelve(store, "Aster Serif")
    SearchPromotion.objects.create(
        query=Query.get("letters"), page=card.listing, description="Ours", sort_order=0
    )

    answer = client.get("/search/?q=letters")

    assert [(shown["title"], shown["badge"]) for shown in answer.context["cards"]] == [
        ("Aster Serif", "Our pick")
    ]
    assert answer.context["promoted"] == []
    assert answer.context["count_label"] == "1 result"


def test_a_pick_comes_before_better_matches_and_once(client, store):
    shelve(store, "Letters of the sea")
    card = shelve(store, "Aster letters")
    SearchPromotion.objects.create(query=Query.get("letters"), page=card.listing, sort_order=0)

    assert titles(client.get("/search/?q=Letters")) == ["Aster letters", "Letters of the sea"]


def test_a_page_that_is_no_listing_is_promoted_as_a_link(client, store):
    SearchPromotion.objects.create(query=Query.get("alice"), page=store, description="Hers", sort_order=0)

    promoted = client.get("/search/?q=alice").context["promoted"]

    assert promoted == [{"title": "Alice's Fonts", "url": "/stores/alices-fonts/", "text": "Hers"}]


def test_editors_read_what_was_looked_for_in_vain(client, store, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    shelve(store, "Aster Serif")
    log_search("zebra", 0)
    log_search("zebra", 0)
    log_search("aster", 1)
    client.force_login(editor)

    rows = client.get("/admin/reports/unanswered/").context["object_list"]

    assert [(str(row.query), row.hits) for row in rows] == [("zebra", 2)]


def test_words_looked_for_in_vain_lead_to_promoting_a_listing_for_them(client, store, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    log_search("zebra & co", 0)
    client.force_login(editor)
    words = SearchAnswer.objects.get().query.query_string
    url = "/admin/reports/unanswered/promote/?" + urlencode({"query_string": words})

    assert f'href="{escape(url)}"' in client.get("/admin/reports/unanswered/").text
    assert client.get(url).context["form"]["query_string"].value() == words


@pytest.mark.parametrize(
    "address",
    [
        "/admin/reports/unanswered/",
        "/admin/reports/unanswered/promote/",
        "/admin/searchpicks/",
        "/admin/redirects/",
    ],
)
def test_sellers_do_not_curate(client, alice, store, address):
    client.force_login(alice)

    assert client.get(address).status_code == 403


def test_a_pick_that_is_gone_is_passed_over(client, store):
    card = shelve(store, "Aster Serif")
    SearchPromotion.objects.create(query=Query.get("letters"), page=card.listing, sort_order=0)
    card.listing.unpublish()

    answer = client.get("/search/?q=letters")

    assert (answer.context["promoted"], titles(answer)) == ([], [])


def test_suggestions_come_in_groups_with_the_match_in_bold(client, store):
    shelve(store, "Alices <slab>", category="fonts")
    Category.objects.create(name="Alice things", slug="alice-things")

    answer = client.get("/suggest/?q=alice")

    groups = {g["title"]: [e["match_html"] for e in g["entries"]] for g in answer.context["groups"]}
    assert groups == {
        "Listings": ["<mark>Alice</mark>s &lt;slab&gt;"],
        "Stores": ["<mark>Alice</mark>&#x27;s Fonts"],
        "Categories": ["<mark>Alice</mark> things"],
    }
    assert answer["X-Robots-Tag"] == "noindex"


def test_there_are_at_most_eight_suggestions(client, store):
    for number in range(12):
        shelve(store, f"Alice {number}")
        Category.objects.create(name=f"Alice {number}", slug=f"alice-{number}")

    groups = client.get("/suggest/?q=alice").context["groups"]

    assert sum(len(group["entries"]) for group in groups) == 7


def test_one_letter_suggests_nothing(client, listing):
    assert client.get("/suggest/?q=a").context["groups"] == []


def test_where_nothing_was_found_there_is_nothing_to_filter_or_sort(client, listing):
    nothing = client.get("/search/?q=zzqq").content.decode()
    narrowed = client.get("/search/?q=serif&low=9000").content.decode()

    assert 'id="filters"' not in nothing
    assert 'name="sort"' not in nothing
    assert 'id="filters"' in narrowed, "a filter can be taken off again"

"""A mistyped search: what is shown instead, what it carries on, and what it never tells."""

import pytest
from django.core.cache import cache
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.matching import meant
from home.models import SearchAnswer
from home.tasks import log_search
from products import cards, vocabulary
from products.models import Card
from tests.home.catalogue import shelve, titles


@pytest.fixture
def shelf(store):
    """Two listings, whose words the shop knows."""
    shelve(store, "Aster Serif", 900, category="fonts")
    shelve(store, "Aster Sans", 4900)
    vocabulary.recount()
    return store


def test_a_mistyped_word_finds_what_was_meant_and_the_page_says_so(client, shelf):
    answer = client.get("/search/?q=Serrif")

    page = answer.content.decode()
    assert titles(answer) == ["Aster Serif"]
    assert answer.context["count_label"] == "1 result"
    assert "<title>Nothing matches “Serrif” ·" in page
    assert "Nothing matches “Serrif”</h1>" in page
    assert 'These match <a href="/search/?q=serif">“serif”</a>.' in page
    assert 'value="Serrif"' in page
    assert "What others buy" not in page


def test_it_says_so_in_german(client, shelf):
    page = client.get("/de/search/?q=serrif").content.decode()

    assert "Nichts passt zu „serrif“" in page
    assert 'Das passt zu <a href="/de/search/?q=serif">„serif“</a>.' in page


def test_going_on_is_a_search_for_the_corrected_words(client, store):
    for number in range(26):
        shelve(store, f"Harbour {number}", category="fonts")
    vocabulary.recount()

    first = client.get("/search/?q=harbuor")
    second = client.get(first.context["next_url"])

    assert first.context["next_url"].startswith("/search/?q=harbour&after=")
    assert (len(titles(first)), len(titles(second))) == (24, 2)
    assert first.context["count_label"] == "26 results"
    assert '<input type="hidden" name="q" value="harbour">' in first.content.decode()
    assert [o["count"] for f in first.context["facets"] if f["name"] == "category" for o in f["options"]] == [
        *("", 26)
    ]


def test_facets_and_sorts_hold_for_what_was_meant(client, shelf):
    assert titles(client.get("/search/?q=astre&sort=dearest")) == ["Aster Sans", "Aster Serif"]
    assert titles(client.get("/search/?q=astre&high=10")) == ["Aster Serif"]


def test_where_facets_exclude_all_that_was_meant_the_page_asks(client, shelf):
    page = client.get("/search/?q=serrif&low=10").content.decode()

    assert 'Did you mean <a href="/search/?q=serif">“serif”</a>?' in page
    assert "Take a filter off" in page


def test_the_link_to_what_was_meant_has_no_facets(client, shelf):
    answer = client.get("/search/?q=serrif&high=10&sort=dearest")

    assert answer.context["instead"] == {"words": "serif", "url": "/search/?q=serif"}


def test_facets_that_exclude_every_match_correct_nothing(client, shelf):
    answer = client.get("/search/?q=serif&low=10")

    assert (titles(answer), "instead" in answer.context) == ([], False)


@pytest.mark.parametrize("typed", ["zebra", "12346", "sa", "ser1f", "sanz5"])
def test_where_nothing_is_near_the_help_stays(client, shelf, typed):
    answer = client.get(f"/search/?q={typed}")

    assert "instead" not in answer.context
    assert f"Results for “{typed}”" in answer.content.decode()
    assert "Nothing matches that" in answer.content.decode()
    assert answer.context["popular"]


def test_only_the_unknown_word_of_several_is_replaced(client, shelf):
    answer = client.get("/search/?q=Aster+serrif")

    assert answer.context["instead"]["words"] == "Aster serif"
    assert titles(answer) == ["Aster Serif"]


def test_words_that_never_stand_together_are_not_offered(client, shelf):
    assert "instead" not in client.get("/search/?q=serrif+sanns").context


@pytest.mark.parametrize("typed", ["gruen", "grun", "grühn", "Gruene"])
def test_umlauts_may_be_typed_any_way(client, store, typed):
    shelve(store, "Schriften in grün")
    shelve(store, "Grüne Bögen")
    vocabulary.recount()

    assert titles(client.get(f"/search/?q={typed}"))


def test_what_is_not_public_any_more_is_not_told_before_it_is_forgotten(client, shelf):
    Card.objects.filter(title="Aster Serif").update(is_public=False)
    cards.forget_lists()

    answer = client.get("/search/?q=serrif")

    assert "instead" not in answer.context
    assert "“serif”" not in answer.content.decode()
    assert client.get("/suggest/?q=serrif").context["groups"] == []


def test_an_editors_pick_for_the_meant_words_stands_on_top(client, shelf):
    pick = Card.objects.get(title="Aster Sans")
    SearchPromotion.objects.create(query=Query.get("serif"), page=pick.listing, sort_order=0)

    answer = client.get("/search/?q=serrif")

    assert titles(answer) == ["Aster Sans", "Aster Serif"]
    assert answer.context["cards"][0]["badge"] == "Our pick"


def test_an_editors_pick_for_the_typed_words_is_answer_enough(client, shelf):
    pick = Card.objects.get(title="Aster Sans")
    SearchPromotion.objects.create(query=Query.get("serrif"), page=pick.listing, sort_order=0)

    answer = client.get("/search/?q=serrif")

    assert (titles(answer), "instead" in answer.context) == (["Aster Sans"], False)


def test_editors_still_read_that_it_was_looked_for_in_vain(
    client, shelf, editor, settings, django_capture_on_commit_callbacks
):
    settings.REQUIRE_TWO_FACTOR = False
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/search/?q=serrif")
    client.force_login(editor)

    report = client.get("/admin/reports/unanswered/")

    assert [(str(row.query), row.hits, row.instead) for row in report.context["object_list"]] == [
        ("serrif", 1, "serif")
    ]
    assert "Shown instead" in report.text
    assert list(Query.objects.values_list("query_string", flat=True)) == ["serrif"]


def test_a_search_that_finds_something_later_shows_nothing_instead(db):
    log_search("serrif", 0, "serif")
    log_search("serrif", 2)

    assert list(SearchAnswer.objects.values_list("found", "instead")) == [(2, "")]


def test_suggestions_say_what_was_meant(client, shelf):
    answer = client.get("/suggest/?q=serrif")

    group = answer.context["groups"][0]
    assert (group["title"], [(e["label"], e["url"]) for e in group["entries"]]) == (
        "Did you mean",
        [("serif", "/search/?q=serif")],
    )
    assert '<div role="group" aria-label="Did you mean">' in answer.content.decode()


def test_suggestions_show_the_listings_that_begin_so(client, shelf):
    groups = client.get("/suggest/?q=astre").context["groups"]

    assert [group["title"] for group in groups] == ["Did you mean", "Listings"]
    assert {entry["label"] for entry in groups[1]["entries"]} == {"Aster Serif", "Aster Sans"}


def test_where_something_begins_so_or_is_found_nothing_else_is_suggested(client, shelf):
    assert [g["title"] for g in client.get("/suggest/?q=ast").context["groups"]] == ["Listings"]
    assert client.get("/suggest/?q=careful").context["groups"] == []


@pytest.mark.parametrize("typed", ["serrif", "zebra"])
def test_what_was_meant_is_remembered_until_a_list_changes(shelf, typed, django_assert_num_queries):
    said = meant(typed)

    with django_assert_num_queries(0):
        assert meant(typed) == said
    Card.objects.all().update(is_public=False)
    cache.set(cards.LISTS_VERSION, 1, None)
    assert meant(typed) == ""

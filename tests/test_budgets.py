"""What a page may cost: queries that do not grow with the shop, and bytes that fit into a breath."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import pagecache
from home import matching
from products import cards, vocabulary
from products.models import Offer, Review
from tests.conftest import person
from tests.home.catalogue import fill, shelve

MOST_BYTES = 60 * 1024
PAGES = ["/discover/", "/search/?q=thing", "/stores/alices-fonts/", "/stores/alices-fonts/thing-0/"]


def uncached(client, url):
    """(answer, queries) of a page that nobody has asked for since the last change."""
    pagecache._purge_now()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200
    return answer, len(asked)


def warm(client):
    """Site settings and facet counts are in the cache, as on any but the first visit."""
    for url in PAGES:
        client.get(url)


@pytest.mark.parametrize(
    ("url", "queries"), [("/discover/", 3), ("/search/?q=thing", 2), ("/stores/alices-fonts/", 3)]
)
def test_a_list_costs_the_same_for_five_and_for_fifty(client, store, url, queries):
    costs = []
    for number in (5, 45):
        fill(store, number)
        warm(client)
        costs.append(uncached(client, url)[1])

    assert costs == [queries, queries]


def test_a_search_in_vain_costs_at_most_three_queries_more_than_before(client, store):
    """Before: its matches, the promoted results, what others buy. A mistyped one shows what was meant."""
    fill(store, 5)
    vocabulary.recount()
    warm(client)
    client.get("/search/?q=qqq")
    client.get("/search/?q=careful")  # facets and categories are in the cache, the matches are not
    cache.delete(matching._key("matches", "careful"))

    assert uncached(client, "/search/?q=zzz")[1] == 3
    assert uncached(client, "/search/?q=zebra")[1] == 3 + 1
    answer, queries = uncached(client, "/search/?q=carefull")
    assert answer.context["instead"]["words"] == "careful"
    assert queries == 3 + 3


def test_a_search_in_vain_that_was_asked_before_costs_little_more_than_any_other(client, store):
    fill(store, 5)
    vocabulary.recount()
    warm(client)
    client.get("/search/?q=carefull")

    assert uncached(client, "/search/?q=carefull")[1] == 2 + 1  # editors may pick for either words


def test_facets_cost_one_query_each_when_nobody_asked_before(client, store):
    shelve(store, "Thing 0", category="fonts", tag="serif")
    warm(client)

    cards.forget_lists()
    cache.delete(cards.LISTS_VERSION)
    cache.set(cards.LISTS_VERSION, 1, None)

    assert uncached(client, "/discover/")[1] == 3 + 4


def test_a_listing_costs_the_same_with_one_review_and_with_thirty(client, store):
    card = shelve(store, "Thing 0", category="fonts", tag="serif")
    costs = []
    for number in (1, 30):
        for n in range(number):
            author = person(f"b{number}-{n}@example.com")
            Review.objects.create(listing_id=card.pk, author=author, author_name="B", stars=4)
            Offer.objects.create(listing_id=card.pk, name=f"Licence {n}", price=900, stock=5)
        cards.recount_ratings([card.pk])
        warm(client)
        costs.append(uncached(client, card.url)[1])

    assert costs[0] == costs[1]
    assert costs[0] <= 6


def test_a_listing_nobody_asked_for_before_stays_within_eight(client, store):
    card = shelve(store, "Thing 0", category="fonts", tag="serif")
    shelve(store, "Thing 1", category="fonts")
    client.get("/discover/")

    assert uncached(client, card.url)[1] <= 8


@pytest.mark.parametrize("url", PAGES)
def test_a_page_without_its_pictures_fits_into_sixty_kilobytes(client, store, url):
    fill(store, 30, category="fonts", tag="serif")

    page = client.get(url).content
    text = page.decode()
    (sheet,) = re.findall(r'<link rel="stylesheet"[^>]*? href="([^"]+)"', text)
    parts = [Path(finders.find(name)) for name in re.findall(r'<script[^>]*? src="/static/([^"]+)"', text)]
    folder = Path(finders.find("js/site.js")).parent
    elements = [folder / "parts.js", *(folder / "elements").glob("*.js")]

    assert len(parts) == 2
    texts = [page, client.get(sheet).content, *(part.read_bytes() for part in [*parts, *elements])]
    assert sum(len(gzip.compress(text)) for text in texts) <= MOST_BYTES


@pytest.mark.parametrize("url", PAGES)
def test_a_page_with_its_sheet_fits_into_the_first_two_flights(client, store, url):
    """Ten packets come without waiting, twenty more a moment later: nothing else is needed to paint."""
    fill(store, 30, category="fonts", tag="serif")
    arrives = {"Sec-Fetch-Site": "cross-site", "Accept-Encoding": "gzip, deflate, br"}

    assert len(client.get(url, headers=arrives).content) <= 20 * 1024


@pytest.mark.parametrize("url", PAGES)
def test_no_style_and_no_script_stands_in_a_page(client, store, url):
    fill(store, 3, category="fonts")

    page = client.get(url).content.decode()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    assert not re.search(r'<script(?![^>]*(?:src=|type="application/ld\+json"))', page)


@pytest.mark.parametrize("url", PAGES)
def test_a_kept_page_costs_nothing(client, store, url, django_capture_on_commit_callbacks):
    fill(store, 3)
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)

    assert (answer["X-Cache"], len(asked)) == ("HIT", 0)

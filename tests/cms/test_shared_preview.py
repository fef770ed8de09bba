"""Editors and sellers see a page as search engines and shared links will show it."""

import pytest

from cms.shared_preview import SHARED, advice, head_of
from home.models import HomePage
from tests.products.editing import picture

HEAD = {
    "title": "Aster Serif",
    "description": "A warm serif for long reading, in four weights.",
    "image": "x",
}


def preview(page):
    return page.make_preview_request(preview_mode=SHARED).content.decode()


def test_it_says_what_the_head_of_the_page_says(listing, store):
    listing.cover, listing.cover_alt = picture(store), "Letters"
    listing.search_description = "Made for long reading & quiet pages."

    shown = preview(listing)

    assert listing.title in shown
    assert "Made for long reading &amp; quiet pages." in shown
    assert 'alt="Letters"' in shown
    assert "noindex" in shown


@pytest.mark.parametrize("where", ["store", "home"])
def test_every_page_has_it(where, store):
    page = {"store": store, "home": HomePage.objects.get()}[where]

    assert SHARED in dict(page.preview_modes)
    assert "When the link is shared" in preview(page)


def test_a_hostile_title_stays_words(listing):
    listing.title = "<script>alert(1)</script>"

    assert "<script>alert" not in preview(listing)


def test_only_the_head_counts():
    page = '<head><title>A</title><meta name="description" content="B"></head><body><title>C</title></body>'

    assert (head_of(page)["title"], head_of(page)["description"]) == ("A", "B")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "x" * 61}, "headline is long"),
        ({"description": ""}, "no description"),
        ({"description": "x" * 161}, "description is long"),
        ({"description": "Short."}, "description is short"),
        ({"image": ""}, "no picture"),
    ],
)
def test_it_says_what_would_help(change, said):
    (line,) = advice({**HEAD, "description": "x" * 100, **change})

    assert said in line

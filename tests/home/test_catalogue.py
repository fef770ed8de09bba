"""The catalogue: facets, sorts and pages, all of it in the address."""

from urllib.parse import quote

import pytest
from wagtail.models import PageViewRestriction

from home.models import CataloguePage, CategoryPage, CategoryPick
from products.models import Card, Category
from tests.home.catalogue import an_hour_ago, fill, shelve, titles

URL = "/discover/"


def test_the_newest_listing_comes_first(client, store):
    shelve(store, "Old", published_at=an_hour_ago(2))
    shelve(store, "New", published_at=an_hour_ago(1))

    answer = client.get(URL)

    assert titles(answer) == ["New", "Old"]
    assert answer.context["count_label"] == "2 results"


def test_facets_narrow_and_stand_in_the_address(client, store):
    shelve(store, "Serif", 900, category="fonts", tag="serif", rating="4.50", rating_count=2)
    shelve(store, "Sans", 2900, category="fonts", tag="sans", rating="3.10", rating_count=1)
    shelve(store, "Bells", 4900, category="sound", tag="bells")

    def found(query):
        return sorted(titles(client.get(f"{URL}?{query}")))

    assert found("category=fonts") == ["Sans", "Serif"]
    assert found("tag=serif&tag=bells") == ["Bells", "Serif"]
    assert found("rating=4") == ["Serif"]
    assert found("low=9&high=29") == ["Sans", "Serif"]
    assert found("low=9.01") == ["Bells", "Sans"]
    assert found("kind=download") == ["Bells", "Sans", "Serif"]
    assert found("category=fonts&rating=3&high=10") == ["Serif"]


def test_each_facet_says_how_many_stand_behind_it(client, store):
    shelve(store, "Serif", category="fonts", tag="serif", rating="4.50")
    shelve(store, "Bells", category="sound", tag="bells")

    facets = {f["name"]: f["options"] for f in client.get(f"{URL}?category=fonts").context["facets"]}

    assert {o["value"]: o["count"] for o in facets["category"]} == {"": "", "fonts": 1, "sound": 1}
    assert {o["value"]: o["count"] for o in facets["tag"]} == {"serif": 1}
    assert {o["value"]: o["count"] for o in facets["rating"]} == {"": "", "4": 1, "3": 1}
    assert [o["value"] for o in facets["category"] if o["selected"]] == ["fonts"]


def test_counts_follow_a_publish(client, store, django_capture_on_commit_callbacks):
    shelve(store, "Serif", tag="serif")
    client.get(URL)

    with django_capture_on_commit_callbacks(execute=True):
        shelve(store, "Slab", tag="serif")

    facets = {f["name"]: f["options"] for f in client.get(URL).context["facets"]}
    assert facets["tag"][0]["count"] == 2


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["C", "B", "A"]),
        ("popular", ["A", "C", "B"]),
        ("rating", ["B", "A", "C"]),
        ("cheapest", ["B", "C", "A"]),
        ("dearest", ["A", "C", "B"]),
    ],
)
def test_the_grid_can_be_arranged(client, store, sort, order):
    shelve(store, "A", 5000, published_at=an_hour_ago(3), sales=9, rating="3.00")
    shelve(store, "B", 1000, published_at=an_hour_ago(2), sales=1, rating="5.00")
    shelve(store, "C", 2000, published_at=an_hour_ago(1), sales=5)

    assert titles(client.get(f"{URL}?sort={sort}")) == order


@pytest.mark.parametrize("sort", ["newest", "popular", "rating", "cheapest", "dearest"])
def test_following_load_more_shows_each_card_once(client, store, sort):
    cards = fill(store, 50)

    seen, url = [], f"{URL}?sort={sort}"
    while url:
        answer = client.get(url)
        seen += titles(answer)
        url = answer.context["next_url"]

    assert len(seen) == 50
    assert set(seen) == {card.title for card in cards}


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=abc",
        "after=%00",
        "after=WyIxIiwxXQ",
        "after=W10",
        "after=" + quote("⁂"),
        "after=" + "A" * 10_000,
        "sort=sideways",
        "sort=newest&after=WyJuZXZlciIsIDFd",
        "rating=99",
        "rating=-1",
        "low=abc&high=-5",
        "low=NaN",
        "low=99999999999999",
        "low=" + "9" * 9,
        "category=" + quote("' OR 1=1 --"),
        "category=%00",
        "kind=submarine",
        "tag=" + quote('"'),
        "tag=" + "x" * 10_000,
        "&".join(f"tag=t{n}" for n in range(60)),
        "unknown=facet",
        "q=%00",
    ],
)
def test_nonsense_in_the_address_is_ignored(client, store, query):
    shelve(store, "Serif")

    assert client.get(f"{URL}?{query}").status_code == 200


def test_an_unknown_cursor_shows_the_first_page(client, store):
    shelve(store, "Serif")

    assert titles(client.get(f"{URL}?after=WyJuZXZlciIsIDFd")) == ["Serif"]


def test_nothing_found_offers_a_way_out(client, store):
    shelve(store, "Serif", 900)

    answer = client.get(f"{URL}?low=500")

    assert titles(answer) == []
    assert "Nothing matches that" in answer.content.decode()
    assert f'href="{URL}"' in answer.content.decode()


def test_a_pill_takes_its_filter_off(client, store):
    shelve(store, "Serif", category="fonts", tag="serif")

    pills = client.get(f"{URL}?category=fonts&tag=serif").context["pills"]

    assert pills == [
        {"label": "Fonts", "url": f"{URL}?tag=serif"},
        {"label": "serif", "url": f"{URL}?category=fonts"},
    ]


def test_htmx_is_told_the_canonical_address(client, store):
    shelve(store, "Serif", tag="serif")

    answer = client.get(f"{URL}?low=&high=&tag=serif", headers={"HX-Request": "true"})

    assert answer["HX-Push-Url"] == f"{URL}?tag=serif"


def test_more_than_one_facet_is_not_for_search_engines(client, store):
    shelve(store, "Serif", category="fonts", tag="serif")

    assert client.get(f"{URL}?tag=serif").context["seo"]["robots"] == ""
    assert client.get(f"{URL}?tag=serif&category=fonts").context["seo"]["robots"] == "noindex,follow"


def test_a_category_page_shows_its_shelf_and_the_editors_picks(client, store):
    serif, sans = shelve(store, "Serif", category="fonts"), shelve(store, "Sans", category="fonts")
    shelve(store, "Bells", category="sound")
    page = CataloguePage.objects.get().add_child(
        instance=CategoryPage(title="Letters", category=Category.objects.get(slug="fonts"))
    )
    for card in (sans, serif):
        CategoryPick.objects.create(page=page, listing_id=card.pk, sort_order=serif.pk - card.pk)
    Card.objects.filter(pk=serif.pk).update(is_public=False)

    answer = client.get(page.url)

    assert titles(answer) == ["Sans"]
    assert [card["title"] for card in answer.context["picks"]] == ["Sans"]


def hidden_by_draft(listing, store):
    listing.unpublish()


def hidden_by_privacy(listing, store):
    PageViewRestriction.objects.create(page=store, restriction_type=PageViewRestriction.LOGIN)


def hidden_by_suspension(listing, store):
    store.seller.state = "suspended"
    store.seller.save()


def hidden_by_a_closed_store(listing, store):
    store.unpublish()


HIDINGS = [hidden_by_draft, hidden_by_privacy, hidden_by_suspension, hidden_by_a_closed_store]
PLACES = [URL, "/search/?q=aster", "/suggest/?q=aster", "/sitemap-listings.xml", "/feed/", "/stores/"]


@pytest.mark.parametrize("hide", HIDINGS)
@pytest.mark.parametrize("place", PLACES)
def test_what_may_not_be_seen_is_in_no_list(
    client, listing, store, hide, place, django_capture_on_commit_callbacks
):
    trace = "alice" if place == "/stores/" else "aster-serif"
    assert trace in client.get(place).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        hide(listing, store)

    answer = client.get(place).content.decode()
    assert trace not in answer
    assert "Aster Serif" not in answer

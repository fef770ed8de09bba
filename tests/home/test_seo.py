"""What search engines read: structured data with the keys they ask for, a sitemap, robots.txt, a feed."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from wagtail.models import PageViewRestriction

from accounts.models import Seller
from cms import pagecache
from cms.seo import PREVIEW
from home.models import CataloguePage, CategoryPage
from products import cards
from products.models import Card, Category, Review

REQUIRED = {
    "Product": {"name", "description", "url", "offers", "brand"},
    "Offer": {"price", "priceCurrency", "availability", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement", "name"},
    "ProfilePage": {"mainEntity"},
    "AggregateRating": {"ratingValue", "reviewCount"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "Organization": {"name", "url"},
    "Brand": {"name"},
    "ListItem": {"position", "name"},
    "EntryPoint": {"urlTemplate"},
}


def data_of(client, url):
    """Every JSON-LD block of a page, by type."""
    page = client.get(url).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {block["@type"]: block for block in _flat([json.loads(text) for text in blocks])}


def _flat(found):
    for block in found:
        if isinstance(block, list):
            yield from _flat(block)
        else:
            yield block


def complete(block):
    """Whether it has what its type needs, and so has everything in it."""
    inner = [part for value in block.values() for part in (value if isinstance(value, list) else [value])]
    parts = [part for part in inner if isinstance(part, dict)]
    return REQUIRED[block["@type"]] <= set(block) and all(complete(part) for part in parts)


def head_of(client, url):
    """{name or property or rel: content or address} of a page's head, and its title."""
    page = client.get(url).content.decode()
    found = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
    found |= dict(re.findall(r'<link rel="(canonical|alternate)"[^>]*? href="([^"]+)"', page))
    return {**found, "title": re.search(r"<title>(.*?)</title>", page, re.S)[1]}


def test_a_listing_is_a_product_with_offers(client, listing):
    data = data_of(client, listing.url)

    assert set(data) == {"Product", "BreadcrumbList"}
    assert all(complete(block) for block in data.values())
    assert all(complete(offer) for offer in data["Product"]["offers"])
    assert data["Product"]["offers"][0]["price"] == "29.00"
    assert "aggregateRating" not in data["Product"]


def test_only_real_ratings_are_told(client, bob, listing):
    Review.objects.create(listing=listing, author=bob, author_name="Bob", stars=5)
    cards.recount_ratings([listing.pk])

    rating = data_of(client, listing.url)["Product"]["aggregateRating"]

    assert complete(rating)
    assert (rating["ratingValue"], rating["reviewCount"]) == ("5.00", 1)


def test_lists_and_stores_say_what_they_are(client, store, listing):
    assert set(data_of(client, "/discover/")) == {"BreadcrumbList", "ItemList"}
    assert set(data_of(client, store.url)) == {"ProfilePage", "BreadcrumbList", "ItemList"}
    assert all(complete(block) for block in data_of(client, store.url).values())


def test_no_title_breaks_out_of_the_data(client, store, listing):
    listing.title = "</script><script>alert(1)</script>"
    listing.save_revision().publish()

    assert "<script>alert(1)" not in client.get(listing.url).content.decode()
    assert data_of(client, listing.url)["Product"]["name"] == "</script><script>alert(1)</script>"


def test_a_listing_has_its_head(client, listing):
    page = client.get(listing.url).content.decode()

    assert "<title>Aster Serif · Alice&#x27;s Fonts · Stoa</title>" in page
    assert f'<link rel="canonical" href="http://testserver{listing.url}">' in page
    assert '<meta name="description" content="A warm serif for long reading, in two weights.">' in page
    assert '<meta property="og:type" content="product">' in page


def test_the_sitemap_has_pages_and_listings(client, store, listing):
    index = client.get("/sitemap.xml").content.decode()
    pages = client.get("/sitemap-pages.xml").content.decode()

    assert "sitemap-listings.xml" in index
    assert (
        f"<loc>http://testserver{listing.url}</loc>" in client.get("/sitemap-listings.xml").content.decode()
    )
    assert f"<loc>http://testserver{store.url}</loc>" in pages
    assert listing.url not in pages


def test_robots_keep_out_of_what_is_nobodys_business(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /cart/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.fixture
def shelf(listing):
    """A category page with the listing on it."""
    category = Category.objects.create(name="Fonts", slug="fonts")
    Card.objects.get(pk=listing.pk).categories.add(category)
    page = CategoryPage(title="Fonts", slug="fonts", category=category)
    CataloguePage.objects.get().add_child(instance=page)
    return page


def test_every_list_and_the_front_say_what_they_are(client, shelf):
    data = {url: data_of(client, url) for url in ("/", shelf.url, "/stores/")}

    assert set(data["/"]) == {"WebSite", "Organization"}
    assert set(data[shelf.url]) == set(data["/stores/"]) == {"BreadcrumbList", "ItemList"}
    assert all(complete(block) for page in data.values() for block in page.values())


def test_every_public_page_has_a_whole_head(client, store, listing, shelf):
    listing.search_description = "word " * 100
    listing.save_revision().publish()

    for url in ("/", "/discover/", shelf.url, "/stores/", store.url, listing.url):
        head = head_of(client, url)
        assert head["title"]
        assert 0 < len(head["description"]) <= 160
        assert head["canonical"] == f"http://testserver{url}"
        assert head["og:image"].startswith("http://testserver/")
        assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
        assert head["og:image:alt"]
        assert "robots" not in head


def test_the_preview_of_the_shop_is_as_large_as_it_says():
    with Image.open(finders.find(PREVIEW)) as picture:
        assert picture.size == (1200, 630)


def test_feeds_of_a_store_and_of_a_category_hold_their_own_alone(client, store, listing, shelf):
    for page in (store, shelf):
        address = head_of(client, page.url)["alternate"]
        feed = client.get(address)
        assert feed["Content-Type"].startswith("application/atom+xml")
        assert feed.content.decode().count("<entry>") == 1
        assert f"http://testserver{page.url}" in feed.content.decode()

    Card.objects.get(pk=listing.pk).categories.clear()
    pagecache._purge_now()
    assert "<entry>" not in client.get("/feed/categories/fonts/").content.decode()


def test_a_store_that_nobody_may_see_has_no_feed(client, store, listing):
    store.seller.state = Seller.State.SUSPENDED
    store.seller.save()

    assert client.get(f"/feed/stores/{store.slug}/").status_code == 404
    assert client.get("/feed/stores/nowhere/").status_code == 404
    assert client.get("/feed/categories/nowhere/").status_code == 404


def test_the_sitemap_leaves_out_drafts_and_what_only_some_may_see(client, store, listing, shelf):
    assert shelf.url in client.get("/sitemap-pages.xml").content.decode()
    PageViewRestriction.objects.create(page=shelf, restriction_type="login")
    listing.unpublish()
    pagecache._purge_now()

    assert shelf.url not in client.get("/sitemap-pages.xml").content.decode()
    assert listing.url not in client.get("/sitemap-listings.xml").content.decode()


def test_the_feed_has_what_is_new(client, listing):
    feed = client.get("/feed/")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "<title>Aster Serif</title>" in feed.content.decode()
    assert Card.objects.get(pk=listing.pk).url in feed.content.decode()

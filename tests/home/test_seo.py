"""What search engines read: structured data with the keys they ask for, a sitemap, robots.txt, a feed."""

import json
import re

from products import cards
from products.models import Card, Review

REQUIRED = {
    "Product": {"name", "description", "url", "offers", "brand"},
    "Offer": {"price", "priceCurrency", "availability", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement", "name"},
    "ProfilePage": {"mainEntity"},
    "AggregateRating": {"ratingValue", "reviewCount"},
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
    return REQUIRED[block["@type"]] <= set(block)


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


def test_the_feed_has_what_is_new(client, listing):
    feed = client.get("/feed/")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "<title>Aster Serif</title>" in feed.content.decode()
    assert Card.objects.get(pk=listing.pk).url in feed.content.decode()

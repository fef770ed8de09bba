"""At most eight things a searcher may mean, while they type."""

from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import Seller
from cms.searchterms import tidy
from home.matching import meant
from home.shelves import category_links
from products.cards import lists_version
from products.models import Card, Storefront

LEAST = 2
LISTINGS, STORES, CATEGORIES = 4, 2, 2
SECONDS = 60


def suggest(typed: str) -> dict[str, Any]:
    """The context of components/suggestions.html."""
    words = tidy(typed)
    key = f"suggest-{lists_version()}-{words.lower().replace(' ', '+')}"
    groups = cache.get(key) if len(words) >= LEAST else []
    if groups is None:
        groups = _groups(words)
        cache.set(key, groups, SECONDS)
    return {"groups": groups, "query": words, "all_url": _search_url(words)}


def _search_url(words: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': words})}"


def _groups(words: str) -> list[dict[str, Any]]:
    groups = [
        {"title": _("Listings"), "entries": _listings(words)},
        {"title": _("Stores"), "entries": _stores(words)},
        {"title": _("Categories"), "entries": _categories(words)},
    ]
    return [group for group in groups if group["entries"]] or _instead(words)


def _instead(words: str) -> list[dict[str, Any]]:
    """Nothing begins with these words: what was meant, in a group that says so, and what begins with that."""
    near = meant(words)
    if not near:
        return []
    search = {"label": near, "url": _search_url(near), "match_html": escape(near), "icon": "search"}
    groups = [
        {"title": _("Did you mean"), "entries": [search]},
        {"title": _("Listings"), "entries": _listings(near)},
    ]
    return [group for group in groups if group["entries"]]


def _listings(words: str) -> list[dict[str, Any]]:
    cards = Card.objects.public().for_lists().autocomplete(words)[:LISTINGS]
    by = _("by %(seller)s")
    return [
        {
            **_entry(card.title, card.url, words, "tag"),
            "note": by % {"seller": card.seller_name},
            "thumb_url": card.cover.get("thumb", ""),
        }
        for card in cards
    ]


def _stores(words: str) -> list[dict[str, Any]]:
    stores = Storefront.objects.live().public().filter(seller__in=Seller.objects.trading())
    stores = stores.filter(title__icontains=words).order_by("title")[:STORES]
    return [_entry(store.title, store.url or "", words, "store") for store in stores]


def _categories(words: str) -> list[dict[str, Any]]:
    named = [link for link in category_links() if words.lower() in link["title"].lower()]
    return [_entry(link["title"], link["url"], words, "bundle") for link in named[:CATEGORIES]]


def _entry(label: str, url: str, words: str, icon: str) -> dict[str, Any]:
    return {"label": label, "url": url, "match_html": bold(label, words), "icon": icon}


def bold(label: str, words: str) -> SafeString:
    """The label escaped, with the first place where the words stand in <mark>."""
    start = label.lower().find(words.lower())
    if start < 0:
        words = words.partition(" ")[0]
        start = label.lower().find(words.lower()) if words else -1
    if start < 0 or len(label.lower()) != len(label):
        return mark_safe(escape(label))
    end = start + len(words)
    return mark_safe(f"{escape(label[:start])}<mark>{escape(label[start:end])}</mark>{escape(label[end:])}")

"""Which cards match some words, and which other words were meant where none does."""

from django.core.cache import cache

from products import vocabulary
from products.cards import lists_version
from products.models import Card

MOST_MATCHES = 500  # nobody reads further; it keeps facets and sorting of a search small
MATCH_SECONDS = 120


def matches(words: str) -> list[int]:
    """Numbers of the best matches, the best first; remembered for two minutes or until a list changes."""
    key = _key("matches", words)
    ranked = cache.get(key)
    if ranked is None:
        ranked = [card.pk for card in Card.objects.public().only("listing").search(words)[:MOST_MATCHES]]
        cache.set(key, ranked, MATCH_SECONDS)
    return ranked


def meant(words: str) -> str:
    """For words that match nothing the nearest that do, else nothing. Remembered as long as matches."""
    if matches(words):
        return ""
    key = _key("meant", words)
    instead = cache.get(key)
    if instead is None:
        near = vocabulary.nearest(words)
        instead = near if near and matches(near) else ""
        cache.set(key, instead, MATCH_SECONDS)
    return instead


def _key(what: str, words: str) -> str:
    return f"{what}-{lists_version()}-{words.lower().replace(' ', '+')}"

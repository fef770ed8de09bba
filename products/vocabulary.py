"""The words that the shop knows: learned from public cards, counted hourly, asked when a search is in vain.

What is suggested must find something: whoever asks `nearest` searches with the answer before showing it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from products import spelling
from products.models import Card, KnownWord, WordCount, WordForm

EVERY = timedelta(hours=1)
CARDS = 2000  # read at once
WORDS = 200  # written in one transaction, which holds up nobody for long
FACTS = ("pk", "title", "summary", "seller_name", "page")


def nearest(words: str) -> str:
    """The same words, each that is unknown replaced by the nearest known one; empty when none is. One query.

    Nearest is what the fewest slips lead to, then what most listings have.
    """
    typed = words.split()
    asked = {word for word in map(spelling.plain, typed) if spelling.may_be_wrong(word)}
    forms = {form for word in asked for form in spelling.asked_forms(word)}
    if not forms:
        return ""
    rows = WordForm.objects.filter(form__in=forms).values_list("word__text", "word__listings")
    known = dict(rows)
    better = {word: _best(word, known) for word in asked if word not in known}
    meant = [better.get(spelling.plain(word)) or word for word in typed]
    return "" if meant == typed else " ".join(meant)


def _best(typed: str, known: Mapping[str, int]) -> str:
    near = ((spelling.apart(typed, text), -listings, text) for text, listings in known.items())
    return min((row for row in near if row[0] is not None), default=(0, 0, ""))[2]


def learn(listing_id: int) -> int:
    """Know the words of a card; returns how many are new. Safe to run twice, and beside another."""
    card = Card.objects.public().filter(pk=listing_id).values(*FACTS).first()
    return _add(dict.fromkeys(_words(card), 1)) if card else 0


def _words(card: Mapping[str, Any]) -> set[str]:
    named = [*card["page"].get("categories", ()), *card["page"].get("tags", ())]
    texts = [card["title"], card["summary"], card["seller_name"], *(one["name"] for one in named)]
    return spelling.words(" ".join(texts))


def _add(counts: Mapping[str, int]) -> int:
    """Write those words that are not known yet, in one order, so that two writers wait and never deadlock."""
    known = set(KnownWord.objects.filter(text__in=counts).values_list("text", flat=True))
    fresh = sorted(set(counts) - known)
    if not fresh:
        return 0
    with transaction.atomic():
        rows = [KnownWord(text=text, listings=counts[text]) for text in fresh]
        KnownWord.objects.bulk_create(rows, ignore_conflicts=True)
        written = KnownWord.objects.filter(text__in=fresh).order_by("text")
        forms = [
            WordForm(form=form, word=word) for word in written for form in sorted(spelling.forms(word.text))
        ]
        WordForm.objects.bulk_create(forms, ignore_conflicts=True)
    return len(fresh)


def is_due(now: datetime) -> bool:
    """Whether the words have to be counted; True for one caller in an hour."""
    WordCount.objects.get_or_create(pk=1)
    due = WordCount.objects.filter(Q(counted_at=None) | Q(counted_at__lt=now - EVERY), pk=1)
    return bool(due.update(counted_at=now))


def recount() -> int:
    """Count every word of what is on sale, learn those that were missed, forget the rest; how many are known.

    A word that comes back while the count goes on may be forgotten once more, until the next count.
    """
    started = timezone.now()
    counts = _tally()
    known = dict(KnownWord.objects.values_list("text", "listings"))
    for batch in _batches(sorted(known.keys() - counts.keys())):
        _forget(batch, started)
    moved = defaultdict(list)
    for text in known.keys() & counts.keys():
        if known[text] != counts[text]:
            moved[counts[text]].append(text)
    for number, texts in moved.items():
        for batch in _batches(sorted(texts)):
            KnownWord.objects.filter(text__in=batch).update(listings=number)
    # Last, the words of most listings first: a huge shop's first count may be stopped, and then goes on here.
    missed = sorted(counts.keys() - known.keys(), key=lambda text: (-counts[text], text))
    for batch in _batches(missed):
        _add({text: counts[text] for text in batch})
    return len(counts)


def _tally() -> Counter[str]:
    """How many public cards have each word, read by key and a few at once: no long transaction, no cursor."""
    counts: Counter[str] = Counter()
    last = 0
    cards = Card.objects.public().order_by("pk").values(*FACTS)
    while rows := list(cards.filter(pk__gt=last)[:CARDS]):
        for row in rows:
            counts.update(_words(row))
        last = rows[-1]["pk"]
    return counts


def _forget(texts: Iterable[str], before: datetime) -> None:
    """No public card has these any more; what was learned since the count began stays."""
    with transaction.atomic():
        gone = KnownWord.objects.filter(text__in=texts, learned_at__lt=before)
        WordForm.objects.filter(word__in=list(gone.values_list("pk", flat=True))).delete()
        gone.delete()


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), WORDS):
        yield texts[start : start + WORDS]

"""How many cards stand behind each facet: one grouped query each, kept until a list changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from home.catalogue_filters import RATINGS, Filters
from products.cards import lists_version
from products.models.card import CardQuerySet, kind_labels

SECONDS = 300
MOST_TAGS = 20
Counts = dict[str, list[tuple[str, str, int]]]  # facet: (value, label, count)


def counts_of(filters: Filters, cards: CardQuerySet, scope: str) -> Counts:
    """Counts of every facet with the others applied. `scope` names the cards that were given."""
    question = repr((scope, replace(filters, sort="", after=""), lists_version()))
    key = "facets-" + hashlib.sha256(question.encode()).hexdigest()
    counts = cache.get(key)
    if counts is None:
        counts = _count(filters, cards)
        cache.set(key, counts, SECONDS)
    return counts


def _count(filters: Filters, cards: CardQuerySet) -> Counts:
    def grouped(facet: str, value: str, label: str) -> list[tuple[str, str, int]]:
        rows = filters.without(facet).narrow(cards).order_by().exclude(**{value: None})
        counted = rows.values_list(value, label).annotate(n=Count("pk")).order_by("-n", value)
        return [(row[0], row[1], row[2]) for row in counted[: MOST_TAGS * 2]]

    least = {f"n{stars}": Count("pk", filter=Q(rating__gte=stars)) for stars in RATINGS}
    rated = filters.without("rating").narrow(cards).aggregate(**least)
    return {
        "category": grouped("category", "categories__slug", "categories__name"),
        "kind": grouped("kinds", "kind", "kind"),
        "tag": grouped("tags", "tags__slug", "tags__name")[:MOST_TAGS],
        "rating": [(stars, "", rated[f"n{stars}"]) for stars in RATINGS],
    }


def total(filters: Filters, counts: Counts) -> int:
    """How many cards answer: the sum over the chosen kinds, or over all."""
    return sum(n for kind, _label, n in counts["kind"] if not filters.kinds or kind in filters.kinds)


def names(counts: Counts) -> dict[str, str]:
    """Labels by slug, for pills."""
    return {value: label for facet in ("category", "tag") for value, label, _n in counts[facet]}


def facets(filters: Filters, counts: Counts, with_categories: bool = True) -> list[dict[str, Any]]:
    """The facets as components/facet.html reads them, chosen options first."""
    labels = kind_labels()
    kinds = [(kind, str(labels.get(kind, kind)), n) for kind, _label, n in counts["kind"]]
    stars = [(n, _("%(n)s stars and more") % {"n": n}, count) for n, _label, count in counts["rating"]]
    rating = (str(filters.rating),) if filters.rating else ()
    category = (filters.category,) if filters.category else ()
    shown = []
    if with_categories:
        shown.append(_facet(_("Category"), "category", counts["category"], category, _("All categories")))
    if len(kinds) > 1 or filters.kinds:  # one kind is no choice
        shown.append(_facet(_("Kind"), "kind", kinds, filters.kinds))
    shown.append(_facet(_("Rating"), "rating", stars, rating, _("Any rating")))
    shown.append(_facet(_("Tags"), "tag", counts["tag"], filters.tags))
    return [facet for facet in shown if facet["options"]]


def _facet(
    title: str, name: str, rows: Sequence[tuple[str, str, int]], chosen: Sequence[str], every: str = ""
) -> dict[str, Any]:
    """Radio buttons where `every` names the open choice, else checkboxes."""
    known = {value for value, _label, _n in rows}
    rows = [*[(value, value, 0) for value in chosen if value not in known], *rows]
    options = [
        {"value": value, "label": label, "count": n, "selected": value in chosen} for value, label, n in rows
    ]
    options.sort(key=lambda option: not option["selected"])
    if every and options:
        options.insert(0, {"value": "", "label": every, "count": "", "selected": not chosen})
    return {"title": title, "name": name, "kind": "radio" if every else "checkbox", "options": options}

"""What stands in a collection: an editor's picks in their order, then what its rule finds.

However many collections a page asks for, their cards are one query.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from home.catalogue_filters import Filters
from home.models import CollectionPage
from products.models import Card
from products.models.card import CardQuerySet
from products.paging import SORTS


def question(page: CollectionPage) -> Filters:
    """The rule of a collection, as the catalogue's own question."""
    return Filters(
        category=page.category.slug if page.category else "",
        kinds=(page.kind,) if page.kind else (),
        rating=page.rating or 0,
        low=page.low,
        high=page.high,
        sort=page.fill_with,
    )


def pick_ids(page: CollectionPage) -> list[int]:
    """The listings chosen by hand, in the editor's order."""
    return [pick.listing_id for pick in page.picks.all()]


def by_rule(page: CollectionPage, number: int) -> CardQuerySet:
    """The first so many cards that the rule finds; none without a rule."""
    if not page.fill_with:
        return Card.objects.none()
    asked = question(page)
    return SORTS[asked.sort].arrange(asked.narrow(Card.objects.public()))[:number]


def cards_of(page: CollectionPage) -> list[Card]:
    """All that the page of a collection shows. What is not on sale any more is passed over."""
    picked = Q(pk__in=pick_ids(page))
    found = by_rule(page, page.number).values("pk")
    cards = annotated(Card.objects.public().for_lists(), [(page, page.number)])
    return arranged(page, cards.filter(picked | Q(pk__in=found)), page.number)


def annotated(cards: CardQuerySet, asked: Iterable[tuple[CollectionPage, int]]) -> CardQuerySet:
    """Each card with a mark for every collection whose rule finds it among its first so many."""
    marks: dict[str, Any] = {}
    for page, number in asked:
        if page.fill_with:
            found = Q(pk__in=by_rule(page, number).values("pk"))
            marks[_mark(page)] = ExpressionWrapper(found, output_field=BooleanField())
    return cards.annotate(**marks)


def arranged(page: CollectionPage, cards: Iterable[Card], number: int) -> list[Card]:
    """Every pick among the marked cards, in the editor's order; then the rule's, up to so many in all."""
    known = {card.pk: card for card in cards}
    picked = [known[pk] for pk in pick_ids(page) if pk in known]
    taken = {card.pk for card in picked}
    ruled = [card for pk, card in known.items() if pk not in taken and getattr(card, _mark(page), False)]
    if page.fill_with:
        column = SORTS[page.fill_with].column
        ruled.sort(key=lambda card: (getattr(card, column), card.pk), reverse=True)
    return [*picked, *ruled[: max(number - len(picked), 0)]]


def _mark(page: CollectionPage) -> str:
    return f"in_collection_{page.pk}"

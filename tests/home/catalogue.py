"""A shop to browse: cards are written as rows, since a list reads nothing else."""

from datetime import timedelta

from django.utils import timezone

from products.kinds.download.models import Download
from products.models import Card, Category, Offer


def shelve(store, title, price=2900, **facts):
    """Put a listing on sale and give its card the facts that only time would bring."""
    category, tag = facts.pop("category", None), facts.pop("tag", None)
    page = store.add_child(
        instance=Download(title=title, summary="A careful thing, made slowly and sold to friends.")
    )
    Offer.objects.create(listing=page, name="Personal licence", price=price)
    page = Download.objects.get(pk=page.pk)
    if category:
        page.categories.set([Category.objects.get_or_create(slug=category, name=category.title())[0]])
    if tag:
        page.tags.add(tag)
    page.save_revision().publish()
    Card.objects.filter(pk=page.pk).update(**facts)
    return Card.objects.get(pk=page.pk)


def fill(store, number, **facts):
    """So many copies of one card, a minute apart, without the cost of publishing each."""
    first = shelve(store, "Thing 0", **facts)
    base = Card.objects.count()
    pages = [
        store.add_child(instance=Download(title=f"Thing {n}", slug=f"thing-{n}"))
        for n in range(base, base + number - 1)
    ]
    cards = []
    for n, page in enumerate(pages, base):
        card = Card.objects.get(pk=first.pk)
        card.pk, card.title, card.url = page.pk, f"Thing {n}", page.url
        card.published_at = first.published_at - timedelta(minutes=n)
        cards.append(card)
    Card.objects.bulk_create(cards)
    return [first, *cards]


def titles(response):
    """What a grid shows, in its order."""
    return [card["title"] for card in response.context["cards"]]


def an_hour_ago(hours=1):
    return timezone.now() - timedelta(hours=hours)

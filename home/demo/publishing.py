"""Put the demo's goods on their stores' pages: words, prices, pictures and files."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from home.demo import goods, pictures, policies, stores, wares
from home.demo.days import days_ago
from home.demo.goods import Good, Shop
from products import card_pictures, pinning
from products.files import uploads
from products.kinds.download.models import Download, DownloadFile
from products.models import Card, Category, Offer, Storefront
from products.models.listing import GalleryImage

ON_SALE = ("live", "edited")


def publish_all() -> None:
    """Make the listings that are missing; those on sale are published, the others stay drafts."""
    for shop, good in everything():
        store = stores.find(shop)
        if store and not Download.objects.child_of(store).filter(slug=good.slug).exists():
            # Its files went on sale that day, too: what was bought since is not "updated".
            with transaction.atomic(), days_ago(good.days):
                page = write(store, good)
                if good.state in ON_SALE:
                    page.get_latest_revision().publish()
    for shop in goods.shops():
        for slug in shop.first:
            page = Download.objects.child_of(stores.find(shop)).get(slug=slug)
            pinning.pin(page, page.owner)
    for card in Card.objects.filter(cover={}):  # broken off between the commit and the pictures
        card_pictures.make(card.pk)


def everything() -> Iterator[tuple[Shop, Good]]:
    """Each good with its shop, in the order in which they came to the market."""
    pairs = [(shop, good) for shop in goods.shops() for good in shop.goods]
    return iter(sorted(pairs, key=lambda pair: -pair[1].days))


def write(store: Storefront, good: Good) -> Download:
    """The listing as a draft below its store, with a revision."""
    page = Download(
        title=good.title,
        slug=good.slug,
        summary=good.summary,
        body=list(body_of(good)),
        cover_alt=good.cover,
        owner=store.owner,
        live=False,
        **policies.of(store),
        first_published_at=timezone.now() if good.state in ON_SALE else None,
    )
    if good.cover:
        page.cover = pictures.keep(store, f"{good.title}, cover", good.art, good.seed)
    store.add_child(instance=page)
    _add_parts(page, store, good)
    page.save()
    page.save_revision(user=store.owner)
    return page


def _add_parts(page: Download, store: Storefront, good: Good) -> None:
    page.categories.add(Category.objects.get(slug=good.shelf))
    page.tags.add(*good.tags)
    for order, offer in enumerate(good.offers):
        page.offers.add(Offer(sort_order=order, **offer))
    for order, name in enumerate(good.files):
        page.files.add(_file(order, name, good))
    if good.detail:
        title = f"{good.title}, detail"
        image = pictures.keep(store, title, f"{good.art}-detail", good.seed)
        page.gallery.add(GalleryImage(sort_order=0, image=image, alt=good.detail))


def _file(order: int, name: str, good: Good) -> DownloadFile:
    """A file that passes the same checks as a seller's upload."""
    upload = ContentFile(wares.make(name, good), name)
    facts = uploads.inspect(upload)
    row = DownloadFile(sort_order=order, name=facts.name, size=facts.size)
    row.media_type, row.sha256 = facts.media_type, facts.sha256
    row.file.save(name, upload, save=False)
    return row


def body_of(good: Good) -> Iterator[tuple[str, Any]]:
    """The blocks of the description, in the order in which people read."""
    if good.gets:
        yield "what_you_get", list(good.gets)
    if good.text:
        yield "text", good.text
    if good.praise[0]:
        yield "quotation", {"text": good.praise[0], "who": good.praise[1]}
    if good.chapters:
        chapters = [{"title": title, "note": note} for title, note in good.chapters]
        yield "contents", {"heading": "What is inside", "chapters": chapters}
    if good.facts:
        yield "specifications", [{"name": name, "value": value} for name, value in good.facts]
    if good.questions:
        yield "questions", [{"question": q, "answer": f"<p>{a}</p>"} for q, a in good.questions]

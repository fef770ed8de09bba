"""Cards follow what Wagtail and the shop do to pages, pictures and sellers; connected when the app starts."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from accounts.models import Seller
from cms.queue import soon
from products import cards
from products.models import Card, Listing, Storefront


def follow_publishing() -> None:
    """Connect once; each signal names what it does to cards."""
    page_published.connect(_published, dispatch_uid="cards.published")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_moved, dispatch_uid=f"cards.{id(signal)}")
    page_unpublished.connect(_unpublished, dispatch_uid="cards.unpublished")
    post_delete.connect(_deleted, sender=Card, dispatch_uid="cards.deleted")
    for saved in (post_save, post_delete):
        saved.connect(_restricted, sender=PageViewRestriction, dispatch_uid=f"cards.private.{id(saved)}")
    post_save.connect(_seller_changed, sender=Seller, dispatch_uid="cards.seller")
    post_save.connect(_picture_changed, sender=get_image_model(), dispatch_uid="cards.picture")


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Listing | Storefront):
        cards.rewrite_below(instance)
    if isinstance(instance, Storefront):
        soon("products.tasks.make_store_pictures", instance.pk)


def _moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Whatever moved or was renamed: every address below it is another now."""
    cards.rewrite_below(instance)


def _unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Listing | Storefront):
        cards.hide_below(instance)


def _deleted(**kwargs: Any) -> None:
    cards.forget_lists()


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page became private, or is so no longer: it or everything below it."""
    cards.rewrite_below(instance.page)


def _seller_changed(instance: Seller, created: bool, **kwargs: Any) -> None:
    """Somebody suspended a seller, or let them trade again."""
    known = Card.objects.filter(seller=instance)
    if created or not known.filter(is_public=not instance.is_trading).exists():
        return
    for store in Storefront.objects.filter(seller=instance):
        cards.rewrite_below(store)


def seller_moved(seller: Seller) -> None:
    """Hook of accounts.verification: a suspension hides at once, anything else is written anew soon."""
    if not seller.is_trading:
        Card.objects.filter(seller=seller).update(is_public=False)
    cards.forget_lists()
    for pk in Storefront.objects.filter(seller=seller).values_list("pk", flat=True):
        soon("products.tasks.rewrite_store", pk)


def _picture_changed(instance: Any, created: bool, **kwargs: Any) -> None:
    """A new file or focal point drops the renditions that cards point at."""
    if created:
        return
    shown = Listing.objects.live().filter(Q(cover=instance) | Q(gallery__image=instance))
    for pk in shown.values_list("pk", flat=True).distinct():
        soon("products.tasks.make_pictures", pk)

"""What is new, as Atom feeds: of the whole shop, of one store, of one category."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from accounts.models import Seller
from home.shelves import category_links
from products.models import Card, Category, Storefront

NEW = 30


class Newest(Feed):
    """The newest of some listings; which, say the feeds below."""

    feed_type = Atom1Feed
    subtitle = _("New on sale")

    def items(self, asked: Any) -> Any:
        return self.cards(asked).order_by("-published_at", "-listing")[:NEW]

    def cards(self, asked: Any) -> Any:
        return Card.objects.public()

    def item_title(self, item: Card) -> str:
        return item.title

    def item_description(self, item: Card) -> str:
        return item.summary

    def item_link(self, item: Card) -> str:
        return item.url

    def item_updateddate(self, item: Card) -> datetime:
        return item.published_at

    def item_author_name(self, item: Card) -> str:
        return item.seller_name


class NewListings(Newest):
    """Of the whole shop."""

    title = settings.SHOP_NAME
    link = "/"


class StoreFeed(Newest):
    """What is new in a store that everybody may see; 404 for any other."""

    def get_object(self, request: HttpRequest, slug: str) -> Storefront:
        stores = Storefront.objects.live().public().filter(seller__in=Seller.objects.trading())
        found = stores.filter(slug=slug).first()
        if found is None:
            raise Http404
        return found

    def title(self, store: Storefront) -> str:
        return store.title

    def link(self, store: Storefront) -> str:
        return store.url or "/"

    def cards(self, asked: Storefront) -> Any:
        return Card.objects.public().filter(seller_id=asked.seller_id, seller_url=asked.url or "")


class CategoryFeed(Newest):
    """What is new on a shelf."""

    def get_object(self, request: HttpRequest, slug: str) -> Category:
        return get_object_or_404(Category, slug=slug)

    def title(self, shelf: Category) -> str:
        return shelf.name

    def link(self, shelf: Category) -> str:
        """Its page, or the search for it: the links are kept for a while, and a shelf may be younger."""
        known = (one["url"] for one in category_links() if one["slug"] == shelf.slug)
        return next(known, f"{reverse('search')}?category={shelf.slug}")

    def cards(self, asked: Category) -> Any:
        return Card.objects.public().filter(categories=asked)

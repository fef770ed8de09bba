"""What search engines may come for: live public pages and listings, robots.txt, and a feed of what is new."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from accounts.models import Seller
from cms.seo import absolute
from products.models import Card, Listing, Storefront

NEW = 30
CLOSED = (
    *("admin", "accounts", "cart", "checkout", "orders"),
    *("library", "search", "suggest", "personal", "theme", "unsubscribe", "wishes", "account"),
)


class PageSitemap(Sitemap):
    """Every live public page below the site's root, without listings and stores of suspended sellers."""

    def items(self) -> Any:
        hidden = Storefront.objects.exclude(seller__in=Seller.objects.trading())
        pages = Page.objects.live().public().filter(depth__gt=1).not_type(Listing)
        return pages.exclude(pk__in=hidden.values("pk")).order_by("path")

    def location(self, item: Page) -> str:
        return item.url or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class ListingSitemap(Sitemap):
    """Every public listing, from its card."""

    limit = 10_000

    def items(self) -> Any:
        return Card.objects.public().only("listing", "url", "published_at").order_by("listing")

    def location(self, item: Card) -> str:
        return item.url

    def lastmod(self, item: Card) -> datetime:
        return item.published_at


SITEMAPS = {"pages": PageSitemap, "listings": ListingSitemap}


@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """What has no business in an index, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in CLOSED), ""]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


class NewListings(Feed):
    """The newest listings as an Atom feed."""

    feed_type = Atom1Feed
    title = settings.SHOP_NAME
    subtitle = _("New on sale")
    link = "/"

    def items(self) -> Any:
        return Card.objects.public().order_by("-published_at", "-listing")[:NEW]

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

"""What search engines may come for: live public pages and listings, and robots.txt."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from accounts.models import Seller
from cms.languages import CODES, MAIN, localized, prefix_of
from cms.seo import absolute
from products.models import Card, Listing, Storefront

CLOSED = (
    *("admin", "accounts", "cart", "checkout", "orders"),
    *("library", "search", "suggest", "personal", "theme", "unsubscribe", "wishes", "account"),
)


class PageSitemap(Sitemap):
    """Every live public page, without listings and stores of suspended sellers; in each of its languages."""

    i18n = alternates = x_default = True

    def items(self) -> list[Page]:
        """Each page once, by its first language; `addresses` says where it stands in each."""
        hidden = Storefront.objects.exclude(seller__in=Seller.objects.trading())
        pages = Page.objects.live().public().filter(depth__gt=1).not_type(Listing).filter(alias_of=None)
        shown = pages.exclude(pk__in=hidden.values("pk")).select_related("locale").order_by("path").specific()
        found: dict[Any, dict[str, Page]] = {}
        for page in shown:
            found.setdefault(page.translation_key, {})[page.locale.language_code] = page
        return [_with_addresses(versions) for versions in found.values()]

    def get_languages_for_item(self, item: Page) -> list[str]:
        return list(item.addresses)

    def location(self, item: Page) -> str:
        return item.addresses.get(get_language() or MAIN) or next(iter(item.addresses.values()))

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


def _with_addresses(versions: dict[str, Page]) -> Page:
    """A page that stands in the first language has an address in every one, its translation's or its own."""
    first = versions.get(MAIN) or next(iter(versions.values()))
    urls = {code: page.url or "/" for code, page in versions.items()}
    if MAIN in urls:
        urls = {code: urls.get(code) or localized(urls[MAIN], code) for code in CODES}
    first.addresses = urls
    return first


class ListingSitemap(Sitemap):
    """Every public listing, from its card, in every language."""

    limit = 10_000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Card.objects.public().only("listing", "url", "published_at").order_by("listing")

    def location(self, item: Card) -> str:
        return localized(item.url, get_language() or MAIN)

    def lastmod(self, item: Card) -> datetime:
        return item.published_at


SITEMAPS = {"pages": PageSitemap, "listings": ListingSitemap}


@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """What has no business in an index, and where the sitemap is."""
    closed = (f"{prefix_of(code)}/{name}/" for code in CODES for name in CLOSED)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")

"""The front page and the pages to read: one query for all the cards their blocks show."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.fields import StreamValue

from cms.languages import here
from cms.models import BrandSettings
from cms.seo import absolute, crumbs_data, head
from home.catalogue import whole_feed
from home.collecting import annotated, arranged, by_rule, pick_ids
from home.models import CampaignPage, CollectionPage, ContentPage, HomePage
from home.page_blocks import GATHERED, ROW
from home.shelves import category_links
from products.models import Card, Offer
from products.paging import SORTS

WIDE = ("hero", "call", "testimonials", "chosen", "row", "collection", "categories")


class Gathered:
    """The cards a page's blocks ask for."""

    def __init__(self, body: StreamValue, featured: Iterable[int] = ()) -> None:
        told = [(block["type"], block["value"]) for block in body.raw_data]
        self.ids = {_number(item) for kind, value in told if kind == "chosen" for item in value["listings"]}
        self.ids.update(featured)
        self.ranks = {value["rank"] for kind, value in told if kind == "row"}
        self.collection_ids = {value["page"] for kind, value in told if kind == "collection"}

    @cached_property
    def cards(self) -> dict[int, Card]:
        """By listing; whatever the number of blocks, one query."""
        wanted = Q(pk__in=self.ids - {None})
        for rank in self.ranks:
            wanted |= Q(pk__in=SORTS[rank].arrange(Card.objects.public()).values("pk")[:ROW])
        collections = self.collections.values()
        for page in collections:
            wanted |= Q(pk__in=pick_ids(page)) | Q(pk__in=by_rule(page, ROW).values("pk"))
        marked = annotated(Card.objects.public().for_lists(), [(page, ROW) for page in collections])
        return {card.pk: card for card in marked.filter(wanted)}

    @cached_property
    def collections(self) -> dict[int, CollectionPage]:
        """Those that everybody may see, with their picks; no query where no block asks."""
        if not self.collection_ids:
            return {}
        pages = CollectionPage.objects.live().public().select_related("category").prefetch_related("picks")
        return pages.in_bulk(self.collection_ids - {None})

    def collected(self, pk: int | None) -> tuple[str, list[dict[str, Any]]]:
        """The address of a collection and its first few cards; nothing of one that is not public."""
        page = self.collections.get(pk or 0)
        if page is None:
            return "", []
        return page.url or "", [
            card.as_component() for card in arranged(page, self.cards.values(), ROW)[:ROW]
        ]

    def picked(self, ids: Iterable[int]) -> list[dict[str, Any]]:
        """In an editor's order, without what may not be seen."""
        return [self.cards[pk].as_component() for pk in ids if pk in self.cards]

    def ranked(self, rank: str) -> list[dict[str, Any]]:
        """The first few by a sort of the catalogue."""
        column = SORTS[rank].column
        first = sorted(self.cards.values(), key=lambda card: (getattr(card, column), card.pk), reverse=True)
        return [card.as_component() for card in first[:ROW]]

    def categories(self) -> list[dict[str, str]]:
        """{title, slug, url, text} each."""
        return category_links()

    @cached_property
    def catalogue_url(self) -> str:
        """Where everything stands, to be sorted."""
        return reverse("search")


def _number(item: Any) -> int | None:
    """The page's number in a raw list item, of the present form or the older plain one."""
    return item["value"] if isinstance(item, dict) else item


def front(page: HomePage, request: HttpRequest) -> HttpResponse:
    """The front page, the same for everybody."""
    shop = BrandSettings.shown_on(request)
    title = page.seo_title or " · ".join(filter(None, [shop["name"], shop["tagline"]]))
    words = _("What independent makers sell at %(shop)s.") % {"shop": shop["name"]}
    description = page.search_description or shop["tagline"] or words
    seo = head(request, here("/"), title=title, description=description, **whole_feed())
    return _show(
        request, page, "home/home_page.html", {"seo": seo, "data": [_site(shop["name"]), _owner(shop)]}
    )


def reading(page: ContentPage, request: HttpRequest) -> HttpResponse:
    """Something to read."""
    return _show(request, page, "home/content_page.html", _reading_facts(page, request))


def campaign(page: CampaignPage, request: HttpRequest) -> HttpResponse:
    """What the campaign says, then what stores agreed to; a preview shows all that the editor asks for."""
    featured = _featured_listings(page, getattr(request, "is_preview", False))
    gathered = Gathered(page.body, featured)
    facts = _reading_facts(page, request) | {"featured": gathered.picked(featured), GATHERED: gathered}
    return _show(request, page, "home/campaign_page.html", facts)


def _featured_listings(page: CampaignPage, with_unanswered: bool) -> list[int]:
    """Keys of the listings, each once, in the editor's order."""
    order = [row.offer_id for row in page.featured.all()]
    offers = Offer.objects.filter(pk__in=order)
    if not with_unanswered:
        offers = offers.exclude(listing__card__featured={})
    known = dict(offers.values_list("pk", "listing_id")) if order else {}
    return list(dict.fromkeys(known[pk] for pk in order if pk in known))


def _reading_facts(page: Any, request: HttpRequest) -> dict[str, Any]:
    path = page.url or ""
    crumbs = [{"title": _("Home"), "url": here("/")}, {"title": page.title}]
    title = page.seo_title or page.title
    seo = head(request, path, title=title, description=page.search_description or page.intro)
    return {"crumbs": crumbs, "seo": seo, "data": [crumbs_data(crumbs, path)]}


def _show(request: HttpRequest, page: Any, template: str, facts: dict[str, Any]) -> HttpResponse:
    gathered = facts.get(GATHERED) or Gathered(page.body)
    context = {"page": page, "self": page, "wide": WIDE, **facts, GATHERED: gathered}
    return render(request, template, context)


def _site(name: str) -> dict[str, Any]:
    """schema.org's WebSite, with the way to search it."""
    search = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": absolute(here("/")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }


def _owner(shop: dict[str, Any]) -> dict[str, Any]:
    """schema.org's Organization that keeps the shop."""
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": shop["name"],
        "url": absolute("/"),
        "logo": absolute(shop["logo_url"] or static("app/icon-512.png")),
    }

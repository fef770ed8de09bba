"""The catalogue, its categories and collections: facets, sort and pages stand in the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.languages import here
from cms.seo import crumbs_data, head, list_data
from home.catalogue_facets import counts_of, facets, names, total
from home.catalogue_filters import Filters, pills
from home.collecting import cards_of
from home.models import CataloguePage, CategoryPage, CollectionPage
from home.shelves import named_here
from products.models import Card
from products.models.card import CardQuerySet
from products.paging import NEWEST, SORTS, card_page, sort_choices


def catalogue(page: CataloguePage, request: HttpRequest) -> HttpResponse:
    """Everything on sale."""
    filters = Filters.read(request.GET)
    crumbs = [{"title": _("Home"), "url": here("/")}, {"title": page.title}]
    context = browse(filters, page.url or "", Card.objects.public())
    context |= about(page, filters, context, crumbs, request)
    context["seo"] |= whole_feed()
    return answer(request, "home/catalogue_page.html", context)


def category(page: CategoryPage, request: HttpRequest) -> HttpResponse:
    """One shelf, with an editor's words and picks on the first page."""
    filters = Filters.read(request.GET).without("category")
    path = page.url or ""
    within = Card.objects.public().filter(categories=page.category_id)
    context = browse(filters, path, within, scope=f"category {page.category_id}")
    parent = path.rstrip("/").rpartition("/")[0] + "/"
    crumbs = [
        {"title": _("Home"), "url": here("/")},
        {"title": _("Discover"), "url": parent},
        {"title": page.title},
    ]
    is_front = not filters.after and not filters.number
    context["picks"] = [card.as_component() for card in picked(page)] if is_front else []
    context |= about(page, filters, context, crumbs, request)
    address = reverse("feed_category", args=[page.category.slug])
    context["seo"] |= {"feed_url": address, "feed_title": page.title}
    return answer(request, "home/category_page.html", context)


def collection(page: CollectionPage, request: HttpRequest) -> HttpResponse:
    """An editor's collection: as many cards as it says, without filters."""
    crumbs = [{"title": _("Home"), "url": here("/")}, {"title": page.title}]
    shown = [card.as_component() for card in cards_of(page)]
    context = {"path": page.url or "", "filters": Filters(), "cards": shown, "next_url": ""}
    context["catalogue_url"] = reverse("search")
    context |= about(page, Filters(), context, crumbs, request)
    return answer(request, "home/collection_page.html", context)


def picked(page: CategoryPage) -> list[Card]:
    """The cards an editor chose, in their order; what is not public any more is passed over."""
    order = [pick.listing_id for pick in page.picks.all()]
    found = Card.objects.public().for_lists().in_bulk(order) if order else {}
    return [found[pk] for pk in order if pk in found]


def browse(filters: Filters, path: str, cards: CardQuerySet, scope: str = "") -> dict[str, Any]:
    """What every grid with a rail shows: one query for the cards; the counts come from the cache."""
    sort = SORTS.get(filters.sort, NEWEST)
    page = card_page(filters.narrow(cards), sort, filters.after)
    counts = counts_of(filters, cards, scope)
    shown = [card.as_component() for card in page.cards]
    number = total(filters, counts) if page.next or filters.after else len(shown)
    return {
        **rail(filters, path, counts, with_categories=not scope.startswith("category")),
        "cards": shown,
        "count_label": count_label(number),
        "next_url": filters.url(path, after=page.next) if page.next else "",
    }


def rail(filters: Filters, path: str, counts: Any, with_categories: bool = True) -> dict[str, Any]:
    """Facets, pills and sorts of one question."""
    counts = {**counts, "category": named_here(counts["category"])}
    return {
        "path": path,
        "filters": filters,
        "facets": facets(filters, counts, with_categories),
        "pills": pills(filters, path, names(counts)),
        "sorts": sort_choices(SORTS.get(filters.sort, NEWEST)),
        "clear_url": filters.url(path, category="", kinds=(), tags=(), rating=0, low=None, high=None),
        "first_url": filters.url(path) if filters.after else "",
        "asked": dict(filters.pairs()),
    }


def count_label(number: int) -> str:
    """ "1 result", "1,204 results"."""
    return ngettext("%(n)s result", "%(n)s results", number) % {
        "n": number_format(number, force_grouping=True)
    }


def about(
    page: Any, filters: Filters, context: dict[str, Any], crumbs: list[dict[str, str]], request: HttpRequest
) -> dict[str, Any]:
    """What stands over the grid and in the head: more than one facet is not for search engines."""
    seo = head(
        request,
        filters.url(context["path"], after=filters.after, sort=""),
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "description", "") or _default_words(page),
        robots="noindex,follow" if filters.number > 1 or filters.sort else "",
        next=context["next_url"],
        **_first_picture(context),
    )
    data = [crumbs_data(crumbs, context["path"]), list_data(page.title, context["cards"])]
    return {"page": page, "heading": page.title, "crumbs": crumbs, "seo": seo, "data": data}


def _first_picture(context: dict[str, Any]) -> dict[str, str]:
    """What previews show of a list: the cover of the first listing that has one."""
    for card in [*context.get("picks", []), *context["cards"]]:
        if card.get("cover_preview"):
            return {"image": card["cover_preview"], "image_alt": card["title"]}
    return {}


def whole_feed() -> dict[str, str]:
    """Where readers of feeds find all that is new."""
    return {"feed_url": reverse("feed"), "feed_title": _("New on sale")}


def _default_words(page: Any) -> str:
    return _("%(title)s: what independent makers sell here, with prices and reviews.") % {"title": page.title}


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page; htmx takes its parts from it and is told the canonical address."""
    response = render(request, template, context)
    if request.headers.get("HX-Request") and not context["filters"].after:
        response["HX-Push-Url"] = context["filters"].url(context["path"])
    return response

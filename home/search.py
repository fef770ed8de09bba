"""Search: the cards that match, ranked, then the same facets and grid over the best of them."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from cms.languages import here
from cms.queue import soon
from cms.seo import head
from home import campaigns
from home.catalogue import answer, browse, count_label, rail
from home.catalogue_facets import counts_of
from home.catalogue_filters import Filters
from home.matching import MOST_MATCHES, matches, meant
from home.shelves import category_links
from products.cards import popular
from products.models import Card, Listing
from products.models.card import CardQuerySet
from products.paging import PAGE_SIZE


def results(request: HttpRequest, path: str) -> HttpResponse:
    """The answer to a search. Without words it is the whole catalogue."""
    asked = Filters.read(request.GET)
    context = _looked_up(asked, path) if asked.query else browse(asked, path, Card.objects.public())
    typed = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    if not context["cards"]:
        context |= {"popular": popular(), "categories": category_links()}
    title = _heading(typed, is_corrected="instead" in context)
    context |= {
        "search_query": typed,
        "heading": title,
        "crumbs": [{"title": _("Home"), "url": here("/")}, {"title": _("Search")}],
        "seo": head(request, path, title=title, description="", robots="noindex,follow"),
        "data": None,
    }
    return answer(request, "home/search.html", context)


def _heading(typed: str, is_corrected: bool) -> str:
    """Says what was typed, also where other words are shown instead."""
    if not typed:
        return _("Everything on sale")
    words = _("Nothing matches “%(words)s”") if is_corrected else _("Results for “%(words)s”")
    return words % {"words": typed}


def _looked_up(asked: Filters, path: str) -> dict[str, Any]:
    """What was found, with the editors' picks on top; where that is nothing, what the nearest words find.

    The log keeps what was typed, and that it found nothing: the corrected words are no search of their own.
    """
    is_first = not asked.after and not asked.number
    context = found(asked, path)
    number = len(context["cards"])
    if is_first:
        put_first(context, asked.query)
    is_answered = context["cards"] or context.get("promoted")
    instead = "" if is_answered else meant(asked.query)
    if is_first:
        soon("home.tasks.log_search", asked.query, number, instead)
    return _corrected(replace(asked, query=instead), path, is_first) if instead else context


def _corrected(filters: Filters, path: str, is_first: bool) -> dict[str, Any]:
    """What other words find. Facets, sorts and pages carry these words: going on is a plain search."""
    context = found(filters, path)
    if is_first:
        put_first(context, filters.query)
    plain = Filters(query=filters.query).url(path)
    return {**context, "instead": {"words": filters.query, "url": plain}}


def found(filters: Filters, path: str) -> dict[str, Any]:
    """Facets and cards of the matches; by relevance unless another order was asked for."""
    ranked = matches(filters.query)
    cards = Card.objects.public().filter(pk__in=ranked)
    if filters.sort:
        return browse(filters, path, cards, scope=f"search {filters.query}")
    counts = counts_of(filters, cards, f"search {filters.query}")
    left = _in_order(ranked, filters.narrow(cards), whole=not filters.number)
    start = _place(left, filters.after)
    shown = Card.objects.public().for_lists().in_bulk(left[start : start + PAGE_SIZE])
    page = [shown[pk].as_component() for pk in left[start : start + PAGE_SIZE] if pk in shown]
    following = left[start + PAGE_SIZE - 1] if len(left) > start + PAGE_SIZE else ""
    number = f"{MOST_MATCHES}+" if len(left) >= MOST_MATCHES else len(left)
    context = rail(filters, path, counts)
    context["sorts"].insert(0, {"value": "", "label": _("Best match"), "selected": True})
    for sort in context["sorts"][1:]:
        sort["selected"] = False
    return {
        **context,
        "cards": page,
        "count_label": count_label(number) if isinstance(number, int) else _("%(n)s results") % {"n": number},
        "next_url": filters.url(path, after=str(following)) if following else "",
    }


def _in_order(ranked: list[int], narrowed: CardQuerySet, whole: bool) -> list[int]:
    """The ranking without what the facets exclude; no query where there are none."""
    if whole:
        return ranked
    allowed = set(narrowed.values_list("pk", flat=True))
    return [pk for pk in ranked if pk in allowed]


def _place(ranked: list[int], after: str) -> int:
    """Where the page begins: behind the card with this number, or at the top."""
    if after.isascii() and after.isdigit() and int(after) in ranked:
        return ranked.index(int(after)) + 1
    return 0


def put_first(context: dict[str, Any], words: str) -> None:
    """What an editor promotes for these words stands on top: listings as marked cards, the rest as links."""
    picks = promotions(words)
    ids = [pick.page_id for pick in picks if pick.page_id]
    cards = Card.objects.public().for_lists().in_bulk(ids) if ids else {}
    first = [{**cards[pk].as_component(), "badge": _("Our pick")} for pk in ids if pk in cards]
    urls = {card["url"] for card in first}
    context["promoted"] = [_link(pick) for pick in picks if pick.page_id not in cards]
    if first:
        context["cards"] = [*first, *(card for card in context["cards"] if card["url"] not in urls)]
        if not context["next_url"]:
            context["count_label"] = count_label(len(context["cards"]))


def promotions(words: str) -> list[SearchPromotion]:
    """Picks of live campaigns, then the editors' own, in their order; what may not be seen is passed over."""
    asked = normalise_query_string(words)
    picks = SearchPromotion.objects.filter(query__query_string=asked).select_related("page")
    hidden = Listing.objects.filter(Q(card=None) | Q(card__is_public=False)).values("pk")
    standing = picks.exclude(page__live=False).exclude(page__in=hidden)
    first = campaigns.promoted(words)
    if not first:
        return list(standing)
    pages = Page.objects.live().exclude(pk__in=hidden).in_bulk(first)
    passing = [SearchPromotion(page=pages[pk]) for pk in dict.fromkeys(first) if pk in pages]
    return [*passing, *(pick for pick in standing if pick.page_id not in pages)]


def _link(pick: SearchPromotion) -> dict[str, str]:
    return {
        "title": pick.page.title if pick.page else pick.external_link_text,
        "url": (pick.page.url if pick.page else pick.external_link_url) or "/",
        "text": pick.description,
    }

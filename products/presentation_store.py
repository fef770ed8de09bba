"""What a store's page and the street of stores show."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import get_text_for_indexing

from accounts.models import Seller
from cms.languages import here
from cms.seo import crumbs_data, head, list_data
from products import assortment, following, pinning
from products.assortment import Assortment
from products.card_pictures import banner_of, logo_of, preview_of
from products.cards import lists_version
from products.models import Card, Storefront, StoreIndex
from products.models.card import CardQuerySet, kind_labels
from products.paging import NEWEST, SORTS, address, card_page, place_of, sort_choices
from products.structured import store_data

STORES_ON_A_PAGE = 48
COUNT_SECONDS = 300
FEW = 3  # so many need no order


def of_store(store: Storefront, request: HttpRequest) -> dict[str, Any]:
    """The context of products/storefront.html: three queries, four where something stands first."""
    path = store.url or ""
    sold = assortment.of_store(store.seller_id, path)
    shelf = _shelf(store, request, sold)
    crumbs = [
        {"title": _("Home"), "url": here("/")},
        {"title": _("Stores"), "url": _parent(path)},
        {"title": store.title},
    ]
    banner, logo = banner_of(store), logo_of(store)
    description = store.search_description or store.tagline or get_text_for_indexing(store.about)[:155]
    return {
        "page": store,
        "crumbs": crumbs,
        "avatar_url": logo,
        "banner": banner,
        "joined_at": store.seller.created_at,
        "is_verified": store.seller.state == Seller.State.VERIFIED,
        "followers_label": _followers(store.seller_id),
        "rating": sold["rating"],
        "rating_count": sold["rating_count"],
        **shelf,
        "seo": _seo(store, request, description),
        "data": [
            store_data(store.title, path, description, logo),
            crumbs_data(crumbs, path),
            list_data(store.title, shelf["cards"]),
        ],
    }


def _shelf(store: Storefront, request: HttpRequest, sold: Assortment) -> dict[str, Any]:
    """What stands on it of the asked kind in the asked order, and the ways to see it otherwise."""
    path, kinds = store.url or "", sold["kinds"]
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    sort = SORTS.get(request.GET.get("sort", ""), NEWEST)
    after = request.GET.get("after", "")
    after = after if place_of(after, sort) else ""
    asked = {"kind": kind, "sort": "" if sort is NEWEST else sort.name}
    cards = Card.objects.public().filter(seller_id=store.seller_id, seller_url=path)
    first = sold["pinned"] if not any(asked.values()) else []
    page = card_page(cards.filter(kind=kind) if kind else cards.exclude(pk__in=first), sort, after)
    total = kinds[kind] if kind else sum(kinds.values())
    shown = [*([] if after else pinning.in_order(first)), *page.cards]
    return {
        "path": path,
        "count_label": ngettext("%(n)s listing", "%(n)s listings", total) % {"n": total},
        "tabs": _tabs(kinds, asked, path),
        "kept": [("kind", kind)],
        "sorts": sort_choices(sort) if total > FEW or sort is not NEWEST else [],
        "cards": [card.as_component() for card in shown],
        "next_url": address(path, [*asked.items(), ("after", page.next)]) if page.next else "",
        "first_url": address(path, asked.items()) if after else "",
    }


def _followers(seller_id: int) -> str:
    """ "12 followers"; empty while they are few."""
    number = following.shown_number(seller_id)
    return ngettext("%(n)s follower", "%(n)s followers", number) % {"n": number} if number else ""


def _seo(store: Storefront, request: HttpRequest, description: str) -> dict[str, Any]:
    return head(
        request,
        store.url or "",
        title=store.seo_title or store.title,
        description=description
        or _("What %(store)s sells, with prices and reviews.") % {"store": store.title},
        og_type="profile",
        image=preview_of(store),
        image_alt=store.title,
        feed_url=reverse("feed_store", args=[store.slug]),
        feed_title=store.title,
        robots="noindex,follow" if any(request.GET.get(name) for name in ("kind", "sort", "after")) else "",
    )


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _tabs(kinds: dict[str, int], asked: dict[str, str], path: str) -> list[dict[str, Any]]:
    """Links by kind, where a store sells more than one; the order stays."""
    if len(kinds) < 2:
        return []
    tabs = {"": (_("Everything"), sum(kinds.values()))}
    tabs |= {kind: (str(label), kinds[kind]) for kind, label in kind_labels().items() if kind in kinds}
    return [
        {
            "label": label,
            "url": address(path, {**asked, "kind": kind}.items()),
            "count": number,
            "is_current": kind == asked["kind"],
        }
        for kind, (label, number) in tabs.items()
    ]


def of_index(index: StoreIndex, request: HttpRequest) -> dict[str, Any]:
    """The context of products/store_index.html: stores that sell something, the busiest first."""
    path = index.url or ""
    stores = _stores(index)
    crumbs = [{"title": _("Home"), "url": here("/")}, {"title": index.title}]
    return {
        "page": index,
        "crumbs": crumbs,
        "stores": stores,
        "seo": head(
            request,
            path,
            title=index.seo_title or index.title,
            description=index.search_description or _("Everybody who sells here, and what they make."),
        ),
        "data": [
            crumbs_data(crumbs, path),
            list_data(index.title, [{"title": store["name"], "url": store["url"]} for store in stores]),
        ],
    }


def _stores(index: StoreIndex) -> list[dict[str, Any]]:
    key = f"stores-{index.pk}-{lists_version()}"
    shown = cache.get(key)
    if shown is None:
        shown = [_store(facts) for facts in _busiest(Card.objects.all())]
        cache.set(key, shown, COUNT_SECONDS)
    return shown


def stores_of(seller_ids: list[int]) -> list[dict[str, Any]]:
    """The `seller` of components/seller_card.html of these sellers, as far as they have something on show."""
    return [_store(facts) for facts in _busiest(Card.objects.filter(seller__in=seller_ids))]


def _busiest(among: CardQuerySet) -> list[dict[str, Any]]:
    """One row for each store with public cards."""
    grouped = among.public().order_by().values("seller_id", "seller_name", "seller_url")
    grouped = grouped.annotate(number=Count("pk"), newest=Max("pk")).order_by("-number", "seller_name")
    rows = list(grouped[:STORES_ON_A_PAGE])
    pages = Card.objects.in_bulk([row["newest"] for row in rows])
    return [{**row, "store": pages[row["newest"]].page.get("store", {})} for row in rows]


def _store(facts: dict[str, Any]) -> dict[str, Any]:
    """The `seller` of components/seller_card.html."""
    number = facts["number"]
    return {
        "pk": facts["seller_id"],
        "name": facts["seller_name"],
        "url": facts["seller_url"],
        "avatar_url": facts["store"].get("avatar_url", ""),
        "bio": facts["store"].get("tagline", ""),
        "facts": [ngettext("%(n)s listing", "%(n)s listings", number) % {"n": number}],
    }

"""The pages of what is for sale: a listing, a store, the street of stores."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Seller
from products.models import Listing, Storefront, StoreIndex
from products.presentation import card_of, of_listing, related_to
from products.presentation_store import of_index, of_store


def listing(page: Listing, request: HttpRequest) -> HttpResponse:
    """The listing, or 410 and where to go when it was on sale once and may not be seen any more."""
    is_preview = getattr(request, "is_preview", False)
    if not is_preview and not is_on_show(page):
        return gone(page, request)
    return render(request, "products/listing.html", of_listing(page, request))


def is_on_show(page: Listing) -> bool:
    """Live and public; a live page that only some may see has passed Wagtail's gate already."""
    card = getattr(page, "card", None)
    if not page.live or card is None:
        return False
    return card.is_public or (not page.is_open_to_all and page.get_view_restrictions().exists())


def gone(page: Listing, request: HttpRequest) -> HttpResponse:
    """The last published title, the store, and something like it; nothing of a draft."""
    card = card_of(page, is_preview=False)
    stores = Storefront.objects.live().filter(seller__in=Seller.objects.trading())
    store = stores.filter(seller_id=card.seller_id).first()
    context = {"title": card.title, "store": store, "related": related_to(card)}
    return render(request, "products/gone.html", context, status=410)


def storefront(page: Storefront, request: HttpRequest) -> HttpResponse:
    """The store and what it sells; a suspended seller's store looks as if it were not there."""
    if not page.seller.is_trading and not getattr(request, "is_preview", False):
        return render(request, "404.html", status=404)
    return render(request, "products/storefront.html", of_store(page, request))


def store_index(page: StoreIndex, request: HttpRequest) -> HttpResponse:
    """Every open store that sells something."""
    return render(request, "products/store_index.html", of_index(page, request))

"""Hearts and follow buttons: their posts, the wish list, the followed stores, and what marks a kept page.

The buttons stand in pages that are kept for everybody, so nothing there says who wishes or follows what. The
header's personal part names it (`marks`), and a script presses the buttons.
"""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.origin import same_origin_post
from products import following, wishes
from products.models import Card
from products.presentation_store import stores_of
from products.presentation_wishes import of_wishes

PER_PAGE = 24


def marks(request: HttpRequest) -> dict[str, Any]:
    """Which buttons of a page are pressed for whoever asks, and how long the wish list is."""
    wished = wishes.wished(request)
    names = [f"wish-{pk}" for pk in wished] + [f"follow-{pk}" for pk in following.followed(request)]
    return {"kept": " ".join(names), "wishes": len(wished)}


def at_sign_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """What a visitor put aside is theirs now; connected to Django's signal when the app starts."""
    if hasattr(request, "session"):
        wishes.take_over(request, user)
        following.take_over(request, user)


@never_cache
def wish_list(request: HttpRequest) -> HttpResponse:
    """The list of whoever asks, signed in or not."""
    page = Paginator(wishes.rows_of(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "products/wishes.html", {"page": page, "cards": of_wishes(page, request.user)})


@same_origin_post
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a listing on the list, or take it off; said twice it is done once."""
    if "off" in request.POST:
        wishes.remove(request, pk)
        return _answer(request, _("Taken off your wish list."))
    card: Card = get_object_or_404(Card.objects.public(), pk=pk)
    try:
        is_new = wishes.add(request, card)
    except wishes.Full as refusal:
        return _answer(request, str(refusal), is_done=False)
    return _answer(request, _said(request, card.title, is_new))


def _said(request: HttpRequest, title: str, is_new: bool) -> str:
    if not is_new:
        return _("“%(title)s” is on your wish list already.") % {"title": title}
    if request.user.is_authenticated:
        return _("“%(title)s” is on your wish list.") % {"title": title}
    return _("“%(title)s” is on your wish list. Sign in to keep it.") % {"title": title}


@login_required
@never_cache
def followed_stores(request: HttpRequest) -> HttpResponse:
    """The stores that the person follows."""
    return render(request, "products/followed.html", {"stores": stores_of(following.followed(request))})


@same_origin_post
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a store or no longer; a visitor signs in first, and what they asked for is then done."""
    if "off" in request.POST:
        following.leave(request.user, pk) if request.user.is_authenticated else None
        return _answer(request, _("You no longer follow this store."))
    seller = following.open_seller(pk)
    if seller is None:
        raise Http404
    if request.user.is_authenticated:
        following.follow(request.user, seller)
        words = _("You follow %(store)s. New listings are told by mail, at most once a day.")
        return _answer(request, words % {"store": seller.name})
    following.remember(request, seller)
    door = f"{reverse('account_login')}?{urlencode({'next': _path(_back(request))})}"
    messages.info(request, _("Sign in, and you follow %(store)s.") % {"store": seller.name})
    return JsonResponse({"next": door}) if _is_script(request) else redirect(door)


def _answer(request: HttpRequest, said: str, is_done: bool = True) -> HttpResponse:
    """To a script what it shall announce; to a browser the page it came from, with a message."""
    if _is_script(request):
        return JsonResponse({"said": said, "is_done": is_done, "wishes": len(wishes.wished(request))})
    messages.add_message(request, messages.SUCCESS if is_done else messages.ERROR, said)
    return redirect(_back(request))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _back(request: HttpRequest) -> str:
    """The page of this site that posted."""
    page = request.headers.get("Referer", "")
    return page if get_adapter(request).is_safe_url(page) else reverse("wishes")


def _path(page: str) -> str:
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

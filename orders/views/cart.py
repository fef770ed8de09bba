"""The cart: look at it, put things in, change an amount, take things out."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.models import LegalSettings
from cms.origin import same_origin_post
from orders import coupons, reminders, standing, upgrading, viewers
from orders.cart import MOST, Cart
from orders.forms import AddForm, CouponForm, UpgradeForm
from orders.pricing import Quote, Refused, Wish, amount_of, can_be_bought, quote
from products import cards
from products.models import Entitlement, Offer, feature


@never_cache
def cart(request: HttpRequest) -> HttpResponse:
    """What is in the cart, at today's prices, and what changed since the visitor saw it."""
    return show_cart(request)


def show_cart(request: HttpRequest, typed: str = "", refusal: str = "") -> HttpResponse:
    """The page; with a coupon that was typed and why it is refused."""
    basket = Cart(request)
    priced = coupons.price(request, basket.wishes)
    context = {
        "quote": priced,
        "coupon_form": CouponForm.refused(typed or coupons.kept(request), refusal or priced.refusal),
        "legal": LegalSettings.shown_on(request),
        "owned": owned_titles(request, priced),
        "last": None if priced.lines else _last_order(request),
        "popular": [] if priced.lines else cards.popular(),
    }
    if priced.has_changed:
        basket.see({line.offer.pk: line.amount for line in priced.lines})
    return render(request, "orders/cart.html", context)


@never_cache
@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Take a coupon, or leave it out."""
    code = request.POST.get("coupon", "")
    if request.POST.get("coupon_is") == "left":
        coupons.forget(request)
        return redirect("cart")
    try:
        coupons.remember(request, code)
    except coupons.Refused as refusal:
        return show_cart(request, code, str(refusal))
    return redirect("cart")


def owned_titles(request: HttpRequest, priced: Quote) -> list[str]:
    """What a signed-in person is about to buy again. Guests are told nothing of any account."""
    listings = [line.offer.listing_id for line in priced.lines if line.path is None]
    held = Entitlement.objects.non_polymorphic().active().held_by(request.user).filter(listing__in=listings)
    return list(held.values_list("listing__title", flat=True).distinct())


def _last_order(request: HttpRequest) -> dict | None:
    order = viewers.last_placed(request)
    return {"order": order, "standing": standing.of(order, order.items.all())} if order else None


@never_cache
def bring_back(request: HttpRequest, token: str) -> HttpResponse:
    """Put what somebody left into the cart of whoever opens the link of the mail; it says nothing of them."""
    left = reminders.behind(token)
    lines = reminders.lines_of(left) if left else []
    basket = Cart(request)
    for line in lines:
        basket.add(Wish(line.offer.pk, line.amount, line.amount, line.offer.listing.title))
    if not lines:
        messages.info(request, _("What that link led to can no longer be bought."))
    return redirect("cart")


@same_origin_post
def add(request: HttpRequest) -> HttpResponse:
    """Put an offer into the cart; "buy now" goes on to the checkout."""
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That did not work. Please choose an offer and an amount."))
        return redirect("cart")
    wish = form.wish()
    offers = Offer.objects.select_related("listing__card__seller").filter(listing__live=True)
    offer = get_object_or_404(offers, pk=wish.offer_id)
    if not can_be_bought(offer):
        messages.error(request, _("“%(title)s” is not on sale now.") % {"title": offer.listing.title})
        return redirect(offer.listing.url or "cart")
    feature([offer])
    refused = _put(request, offer, wish.chosen)
    if refused:
        return redirect(offer.listing.url or "cart")
    if form.cleaned_data["gift"]:
        return redirect(f"{reverse('checkout')}?gift=1")
    return redirect("checkout" if form.cleaned_data["buy_now"] else "cart")


@same_origin_post
def upgrade(request: HttpRequest) -> HttpResponse:
    """Put the way up from something that the person has into the cart, and go on to the checkout."""
    form = UpgradeForm(request.POST)
    if not request.user.is_authenticated:
        messages.info(request, _("Sign in with the address you bought with to upgrade it."))
        return redirect_to_login(reverse("library"))
    if not form.is_valid():
        raise Http404
    mine = Entitlement.objects.non_polymorphic().active().held_by(request.user)
    right = get_object_or_404(mine.select_related("listing"), pk=form.cleaned_data["right"])
    path = upgrading.way(right, form.cleaned_data["offer"])
    if path is None:
        messages.error(request, _("That upgrade is not on sale now."))
        return redirect("library_item", right.pk)
    if not _has_room(request, path.offer):
        return redirect("cart")
    seen = form.cleaned_data["seen"]
    wish = Wish(path.offer.pk, seen=path.price if seen is None else seen, right=right.pk)
    Cart(request).add(replace(wish, title=f"{right.listing.title} · {path.words}"))
    return redirect("checkout")


def _has_room(request: HttpRequest, offer: Offer) -> bool:
    """An upgrade is paid for on its own: another one makes room for it, anything else does not."""
    basket = Cart(request)
    others = [line for line in quote(basket.wishes).lines if line.offer.pk != offer.pk]
    for line in others:
        if line.path:
            basket.remove(line.offer.pk)
    if any(line.path is None for line in others):
        told = _("An upgrade is paid for on its own. Pay for what is in your cart first, or take it out.")
        messages.error(request, told)
        return False
    return True


def _put(request: HttpRequest, offer: Offer, chosen: int | None) -> bool:
    """Into the cart with it, or a message that says why not. True when it was refused."""
    try:
        seen = amount_of(offer, chosen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return True
    if not _fits(request, offer):
        return True
    if not Cart(request).add(Wish(offer.pk, chosen, seen, offer.listing.title)):
        full = _("Your cart is full: it holds %(most)s things. Take one out, or pay for these first.")
        messages.error(request, full % {"most": MOST})
    return False


def _fits(request: HttpRequest, offer: Offer) -> bool:
    """A subscription is paid for on its own: another one makes room for it, anything else does not."""
    if offer.is_lasting and request.POST.get("gift"):
        messages.error(request, _("A subscription cannot be given as a gift. Choose what is paid once."))
        return False
    basket = Cart(request)
    others = [line for line in quote(basket.wishes).lines if line.offer.pk != offer.pk]
    if offer.is_lasting:
        for line in others:
            if line.is_alone:
                basket.remove(line.offer.pk)
        others = [line for line in others if not line.is_alone]
        told = _("A subscription is paid for on its own. Pay for what is in your cart first, or take it out.")
    else:
        others = [line for line in others if line.is_alone]
        told = _(
            "A subscription waits in your cart, and it is paid for on its own. Pay for it or take it out."
        )
        if any(line.path for line in others):
            told = _(
                "An upgrade waits in your cart, and it is paid for on its own. Pay for it or take it out."
            )
    if others:
        messages.error(request, told)
    return not others


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another amount for something in the cart whose price the buyer chooses."""
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is not an amount. Write it like 12.50."))
        return redirect("cart")
    wish = form.wish()
    line = next((x for x in quote(Cart(request).wishes).lines if x.offer.pk == wish.offer_id), None)
    if line is None:
        messages.error(request, _("That is not in your cart any more."))
        return redirect("cart")
    _put(request, line.offer, wish.chosen)
    return redirect("cart")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take an offer out of the cart."""
    number = request.POST.get("offer", "")
    if number.isdecimal():
        Cart(request).remove(int(number[:20]))
    return redirect("cart")

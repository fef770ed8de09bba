"""Cart, checkout and orders, for the person who buys."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from orders import checkout, gateway
from orders.cart import Cart
from orders.forms import AddForm, CheckoutForm
from orders.models import Order
from orders.pricing import Quote, Refused, Wish, amount_of, quote
from products.models import Offer, Unavailable


@never_cache
def cart(request: HttpRequest) -> HttpResponse:
    """What is in the cart, at today's prices."""
    basket = Cart(request)
    priced = quote(basket.wishes)
    if priced.has_changed:
        basket.see({line.offer.pk: line.amount for line in priced.lines})
    return render(request, "orders/cart.html", {"quote": priced})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put an offer into the cart; "buy now" goes on to the checkout."""
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That did not work. Please choose an offer and an amount."))
        return redirect("cart")
    wish = form.wish()
    offer = get_object_or_404(Offer.objects.select_related("listing"), pk=wish.offer_id)
    try:
        seen = amount_of(offer, wish.chosen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(offer.listing.url or "/")
    Cart(request).add(Wish(offer.pk, wish.chosen, seen))
    return redirect("checkout" if form.cleaned_data["buy_now"] else "cart")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take an offer out of the cart."""
    number = request.POST.get("offer", "")
    if number.isdecimal():
        Cart(request).remove(int(number))
    return redirect("cart")


@never_cache
def checkout_page(request: HttpRequest) -> HttpResponse:
    """One page: who you are, what you agree to, what it costs. Posting it places the order."""
    basket = Cart(request)
    priced = quote(basket.wishes)
    if not priced.lines:
        return redirect("cart")
    form = CheckoutForm(request.POST or None, person=request.user, initial={"seen_total": priced.total})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen_total"] == priced.total and not priced.gone:
            return _place(request, basket, priced, form)
        form = CheckoutForm({**request.POST.dict(), "seen_total": priced.total}, person=request.user)
        messages.warning(request, _("The price has changed while you were here. Please look again."))
    return render(request, "orders/checkout.html", {"quote": priced, "form": form})


def _place(request: HttpRequest, basket: Cart, priced: Quote, form: CheckoutForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    person = request.user if request.user.is_authenticated else get_user_model().objects.guest(email)
    try:
        order = checkout.start(priced, checkout.Buyer(person, email, form.cleaned_data["country"]))
    except (Refused, Unavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect("cart")
    basket.clear()
    return _to_payment(request, order)


def _to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    if order.state != Order.State.PLACED:
        return redirect(order)
    try:
        return redirect(checkout.payment_page(order))
    except gateway.GatewayTrouble:
        messages.error(request, _("The payment page did not open. Nothing was charged; please try again."))
        return redirect(order)


@require_POST
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the payment page of an order that still waits."""
    return _to_payment(request, get_object_or_404(Order, token=token))


@never_cache
def order_page(request: HttpRequest, token: str) -> HttpResponse:
    """Receipt of a paid order, or how it stands. Whoever has the unguessable address may look."""
    order = get_object_or_404(Order, token=token)
    try:
        checkout.settle(order)
    except gateway.GatewayTrouble:
        messages.info(request, _("We are still waiting for word from the payment provider."))
    items = order.items.select_related("entitlement", "listing")
    return render(request, "orders/order.html", {"order": order, "items": items})


def back(request: HttpRequest, token: str) -> HttpResponse:
    """The buyer came back without paying."""
    order = get_object_or_404(Order, token=token)
    messages.info(request, _("Nothing was charged. Your order waits for you a little longer."))
    return redirect(order)


@login_required
@never_cache
def history(request: HttpRequest) -> HttpResponse:
    """The orders of the person who asks."""
    orders = Order.objects.bought_by(request.user).prefetch_related("items")[:100]
    return render(request, "orders/history.html", {"orders": orders})

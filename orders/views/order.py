"""One order: the receipt with the goods themselves, or how it stands; and the list of a person's orders."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cms.languages import speaking
from cms.mail import send_mail
from cms.models import LegalSettings
from orders import checkout, gateway, standing, viewers
from orders.cart import Cart
from orders.gift_forms import RecipientForm
from orders.gifts import left_in
from orders.models import Gift, Item, Order
from orders.pricing import Wish
from orders.views.answers import secret_address
from orders.views.checkout import to_payment
from products import passes
from products.models import Entitlement

POLLS = 15  # every two seconds
PER_PAGE = 20
LINKS_PER_ORDER = "3/h"


@secret_address
def order_page(request: HttpRequest, token: str) -> HttpResponse:
    """Receipt of a paid order, or how it stands. Whoever has the secret address may look."""
    order = get_object_or_404(Order, token=token)
    _ask_stripe(order)
    context = _context(request, order)
    if context["viewer"].has_guest_key and context["is_paid"]:
        passes.hand_out(request.session, [item.entitlement_id for item in _own(order, context["items"])])
    return render(request, "orders/order.html", context)


def _own(order: Order, items: list[Item]) -> list[Item]:
    """Those whose goods are the buyer's: a gift is not, unless who gave it redeemed it."""
    wrapped = Entitlement.State.WRAPPED
    return [
        item
        for item in items
        if item.entitlement.holder_id == order.buyer_id and item.entitlement.state != wrapped
    ]


def _ask_stripe(order: Order) -> None:
    """Be quicker than the event, if Stripe answers."""
    try:
        checkout.settle(order)
    except gateway.GatewayTrouble:
        order.refresh_from_db()


def _context(request: HttpRequest, order: Order) -> dict[str, Any]:
    items = list(order.items.prefetch_related("entitlement__listing__card").order_by("pk"))
    viewer = viewers.of(request, order)
    gift = Gift.objects.filter(order=order).first()
    return {
        **_of_gift(request, gift, items),
        "order": order,
        "items": items,
        "viewer": viewer,
        "standing": standing.of(order, items),
        "tag": standing.tag(order, items),
        "is_paid": order.state == Order.State.PAID,
        "refunded": sum(item.refunded_amount for item in items),
        "email": order.email if viewer.may_see_address else viewers.masked(order.email),
        "legal": LegalSettings.shown_on(request),
        "polls_left": POLLS if "session_id" in request.GET else 0,
    }


def _of_gift(request: HttpRequest, gift: Gift | None, items: list[Item]) -> dict[str, Any]:
    """What the page of a gift that is somebody else's, or will be, shows instead of the goods."""
    if gift is None or (gift.redeemed_at and gift.redeemed_by_id == gift.order.buyer_id):
        return {"gift": None}
    day = localtime(gift.send_at).date()
    typed = {"recipient": gift.recipient, "send_date": day if day > localdate() else None}
    action, key = reverse("order_gift", args=[gift.order.token]), request.GET.get("key")
    return {
        "gift": gift,
        "is_waiting": bool(left_in(items)),
        "gift_form": RecipientForm(initial=typed),
        "gift_action": f"{action}?{urlencode({'key': key})}" if key else action,
    }


@secret_address
def wait(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the page that waits for word from the payment provider; reloads the page when it came."""
    order = get_object_or_404(Order, token=token)
    _ask_stripe(order)
    context = _context(request, order)
    if context["standing"] not in ("waiting", "processing"):
        return HttpResponse(headers={"HX-Redirect": order.get_absolute_url()})
    left = request.GET.get("left", "")
    context["polls_left"] = min(int(left[:3]), POLLS) - 1 if left.isdecimal() else 0
    return render(request, "orders/parts/wait.html", context)


@require_POST
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the payment page of an order that still waits."""
    return to_payment(request, get_object_or_404(Order, token=token))


@secret_address
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The buyer came back without paying, or pressed "back" after paying."""
    order = get_object_or_404(Order, token=token)
    _ask_stripe(order)
    if order.state == Order.State.PLACED and not order.processing_at:
        messages.info(request, _("Nothing was charged. Your order waits for you a little longer."))
    return redirect(order)


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Put what an order held into the cart once more, at today's prices."""
    order = get_object_or_404(Order, token=token)
    basket = Cart(request)
    for item in order.items.order_by("pk"):
        if item.offer_id:
            right = item.entitlement_id if item.is_upgrade else None
            title = str(item) if right else item.title
            basket.add(Wish(item.offer_id, item.price, item.price, title, right=right))
    return redirect("cart")


@require_POST
@ratelimit(
    key=lambda group, request: request.resolver_match.kwargs["token"], rate=LINKS_PER_ORDER, block=True
)
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the guest who bought a link that opens the goods for a day."""
    order = get_object_or_404(Order.objects.paid(), token=token)
    if not order.is_guest:
        raise Http404
    with speaking(order.language):
        url = f"{settings.SITE_URL}{order.get_absolute_url()}?key={viewers.fresh_key(order)}"
    send_mail("receipt_link", order.email, {"order": order, "url": url}, order.language)
    messages.success(request, _("A fresh link is on its way to the address you bought with."))
    return redirect(order)


@login_required
@never_cache
def history(request: HttpRequest) -> HttpResponse:
    """The orders of the person who asks, of one year if it is named."""
    mine = Order.objects.bought_by(request.user)
    years = [str(day.year) for day in mine.order_by().dates("created_at", "year", order="DESC")]
    chosen = request.GET.get("year", "")
    is_of_year = chosen in years
    orders = mine.filter(created_at__year=int(chosen)) if is_of_year else mine
    base = f"?year={chosen}&" if is_of_year else "?"
    orders = orders.prefetch_related("items")
    page = Paginator(orders, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"order": order, "tag": standing.tag(order, order.items.all())} for order in page]
    return render(
        request,
        "orders/history.html",
        {"page": page, "rows": rows, "years": years, "chosen": chosen, "base_url": base},
    )

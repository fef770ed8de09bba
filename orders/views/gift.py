"""A gift's own page, where it is redeemed, and what its giver may still change about it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from orders import as_sold, gifts, viewers
from orders.gift_forms import RecipientForm, RedeemForm
from orders.models import Gift, Order
from orders.views.answers import SeeOther, secret_address
from products import passes
from products.models import Entitlement

REDEEMS_PER_ADDRESS = "30/5m"
CHANGES_PER_GIFT = "6/h"  # each may mail somebody


@secret_address
@ratelimit(key="ip", rate=REDEEMS_PER_ADDRESS, method="POST", block=True)
def gift_page(request: HttpRequest, token: str) -> HttpResponse:
    """From whom it is and what is in it; posting it redeems it. Whoever has the link may."""
    gift = get_object_or_404(Gift.objects.select_related("order"), token=token)
    form = RedeemForm(request.POST.dict() if request.method == "POST" else None)
    context = _context(request, gift, form)
    if request.method == "POST" and context["standing"] == "waiting":
        owns = context["owned"] and "anyway" not in request.POST
        if not owns and (request.user.is_authenticated or form.is_valid()):
            return _redeem(request, gift, form)
    return render(request, "orders/gift.html", context)


def _redeem(request: HttpRequest, gift: Gift, form: RedeemForm) -> HttpResponse:
    is_guest = not request.user.is_authenticated
    person = get_user_model().objects.guest(form.cleaned_data["email"]) if is_guest else request.user
    try:
        gifts.redeem(gift, person)
    except gifts.CannotGive as refusal:
        messages.error(request, str(refusal))
        return SeeOther(gift.get_absolute_url())
    if is_guest:
        passes.hand_out(request.session, gift.order.items.values_list("entitlement_id", flat=True))
    messages.success(request, _("It is yours. Enjoy it!"))
    return SeeOther(gift.get_absolute_url())


def _context(request: HttpRequest, gift: Gift, form: RedeemForm) -> dict[str, Any]:
    rows = gift.order.items.select_related("licence_revision").prefetch_related("entitlement__listing__card")
    items = list(rows.order_by("pk"))
    carried = passes.carried(request.session)
    mine = [
        item
        for item in items
        if item.entitlement.activated_at
        and (item.entitlement.holder_id == request.user.pk or item.entitlement_id in carried)
    ]
    return {
        "gift": gift,
        "form": form,
        "mine": mine,
        "items": items if gift.redeemed_at else gifts.left_in(items),
        "standing": _standing(gift, items, mine),
        "owned": _owned(request, items),
        "licences": [policy for item in items for policy in as_sold.licences_of(item)],
    }


def _standing(gift: Gift, items: list[Any], mine: list[Any]) -> str:
    """One word for how the gift stands to whoever looks: mine, used, waiting, back or early."""
    if gift.redeemed_at:
        return "mine" if mine else "used"
    if gifts.left_in(items):
        return "waiting"
    return "back" if gift.order.state == Order.State.PAID else "early"


def _owned(request: HttpRequest, items: list[Any]) -> list[str]:
    """What a signed-in person has already. Guests are told nothing of any account."""
    held = Entitlement.objects.non_polymorphic().active().held_by(request.user)
    found = held.filter(listing__in=[item.listing_id for item in gifts.left_in(items)])
    return list(found.values_list("listing__title", flat=True).distinct())


@require_POST
@secret_address
@ratelimit(
    key=lambda group, request: request.resolver_match.kwargs["token"], rate=CHANGES_PER_GIFT, block=True
)
def change(request: HttpRequest, token: str) -> HttpResponse:
    """The giver sends it, to the same address or another one, on another day, or keeps it."""
    order = get_object_or_404(Order.objects.paid(), token=token)
    gift = Gift.objects.select_related("order__buyer").filter(order=order).first()
    if gift is None or not viewers.of(request, order).may_have_goods:
        raise Http404
    key = urlencode({"key": request.GET["key"]}) if "key" in request.GET else ""
    back = f"{order.get_absolute_url()}?{key}#gift"
    try:
        messages.success(request, _change(request, gift))
    except gifts.CannotGive as refusal:
        messages.error(request, str(refusal))
    return SeeOther(back)


def _change(request: HttpRequest, gift: Gift) -> str:
    """Do what was asked and say so. Raises CannotGive."""
    if request.POST.get("do") == "keep":
        gifts.redeem(gift, gift.order.buyer)
        return _("It is yours now. The link no longer works.")
    form = RecipientForm(request.POST.dict())
    if not form.is_valid():
        raise gifts.CannotGive(" ".join(str(words) for found in form.errors.values() for words in found))
    said = form.cleaned_data
    if said["recipient"] and not gift.order.total:
        raise gifts.CannotGive(_("We mail no gifts that cost nothing. Pass the link on yourself."))
    gifts.send_to(gift, said["recipient"], said["send_date"])
    if not gift.recipient:
        return _("There is a new link now. Pass it on yourself.")
    return _("The link leaves on %(day)s.") % {
        "day": date_format(timezone.localtime(gift.send_at), "DATE_FORMAT")
    }

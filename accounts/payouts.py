"""Where a seller's money goes: shown to the owner alone, changed with proof, told by mail, logged."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log as write_log_entry

from accounts.abilities import PAYOUTS
from accounts.factors import showed_factor
from accounts.forms import PayoutForm
from accounts.models import Seller
from accounts.roles import sellers_of
from accounts.two_factor import lead_to_factor

log = logging.getLogger(__name__)


@login_required
def first(request: HttpRequest) -> HttpResponse:
    """On to the payout details of the person's first store."""
    seller = sellers_of(request.user, PAYOUTS).order_by("pk").first()
    if seller is None:
        raise Http404
    return redirect("payout_details", pk=seller.pk)


@login_required
@reauthentication_required(app="allauth.account")
@never_cache
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a store's money goes. Asks for a fresh sign-in and, where required, a second factor."""
    seller = get_object_or_404(sellers_of(request.user, PAYOUTS), pk=pk)
    if settings.REQUIRE_TWO_FACTOR and not showed_factor(request):
        return lead_to_factor(request)
    present = seller.payout_iban
    form = PayoutForm(request.POST or None, instance=seller)
    if request.method == "POST" and form.is_valid():
        _change(request, form)
        messages.success(request, _("Your payout details were changed."))
        return redirect("payout_details", pk=pk)
    context = {"form": form, "seller": seller, "ending": present[-4:], "country": present[:2]}
    return render(request, "account/payouts.html", context)


def _change(request: HttpRequest, form: PayoutForm) -> None:
    seller: Seller = form.save()
    write_log_entry(seller, "accounts.payout_details", user=request.user, data={"fields": form.changed_data})
    log.warning("payout details of seller %s changed by user %s", seller.pk, request.user.pk)
    news = {"store": seller.name, "ending": seller.payout_iban[-4:]}
    get_adapter().send_notification_mail("account/email/payout_changed", seller.owner, news)

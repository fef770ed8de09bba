"""A person's own pages: everything about the account at a glance, and the steps that allauth leaves to us."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log as write_log_entry

from accounts.factors import has_factor, showed_factor
from accounts.forms import NameForm, PayoutForm
from accounts.models import Seller
from accounts.roles import is_seller, sellers_of
from accounts.two_factor import is_needed_by, lead_to_factor

log = logging.getLogger(__name__)


@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Name, address, password, factors, devices, orders and stores of the person who asks."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name was saved."))
        return redirect("account")
    return render(request, "account/overview.html", {"form": form, **_at_a_glance(request)})


def _at_a_glance(request: HttpRequest) -> dict[str, Any]:
    factors = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in factors,
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "factor_missing": is_needed_by(request) and not has_factor(request.user),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "sellers": sellers_of(request.user),
        "is_seller": is_seller(request.user),
    }


@login_required
@never_cache
def confirm_factor(request: HttpRequest) -> HttpResponse:
    """On to the form that asks for the factor this person has: a code, or else a passkey."""
    by_code = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    page = reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
    target = request.GET.get("next", "")
    if not get_adapter().is_safe_url(target):
        target = reverse("account")
    return redirect(f"{page}?{urlencode({'next': target})}")


@login_required
def payouts(request: HttpRequest) -> HttpResponse:
    """On to the payout details of the person's first store."""
    seller = sellers_of(request.user).order_by("pk").first()
    if seller is None:
        raise Http404
    return redirect("payout_details", pk=seller.pk)


@login_required
@reauthentication_required(app="allauth.account")
@never_cache
def payout_details(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a store's money goes. Asks for a fresh sign-in and, where required, a second factor."""
    seller = get_object_or_404(sellers_of(request.user), pk=pk)
    if settings.REQUIRE_TWO_FACTOR and not showed_factor(request):
        return lead_to_factor(request)
    present = seller.payout_iban
    form = PayoutForm(request.POST or None, instance=seller)
    if request.method == "POST" and form.is_valid():
        _change_payouts(request, form)
        messages.success(request, _("Your payout details were changed."))
        return redirect("payout_details", pk=pk)
    context = {"form": form, "seller": seller, "ending": present[-4:], "country": present[:2]}
    return render(request, "account/payouts.html", context)


def _change_payouts(request: HttpRequest, form: PayoutForm) -> None:
    seller: Seller = form.save()
    write_log_entry(seller, "accounts.payout_details", user=request.user, data={"fields": form.changed_data})
    log.warning("payout details of seller %s changed by user %s", seller.pk, request.user.pk)
    news = {"store": seller.name, "ending": seller.payout_iban[-4:]}
    get_adapter().send_notification_mail("account/email/payout_changed", seller.owner, news)


class FirstUse:
    """Setting a factor up proves that one holds it, so the session counts as confirmed by it."""

    factor: Authenticator.Type

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, then write into the session that the factor was shown."""
        response = super().form_valid(form)  # type: ignore[misc]
        request = self.request  # type: ignore[attr-defined]
        made = Authenticator.objects.filter(user=request.user, type=self.factor).latest("pk")
        post_authentication(request, made, reauthenticated=True)
        return response


class ActivateApp(FirstUse, ActivateTOTPView):
    """Add an authenticator app."""

    factor = Authenticator.Type.TOTP


class AddPasskey(FirstUse, AddWebAuthnView):
    """Add a passkey."""

    factor = Authenticator.Type.WEBAUTHN

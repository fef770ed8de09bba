"""A person's own pages: everything about the account at a glance, and the steps that allauth leaves to us."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import erasure
from accounts.factors import has_factor
from accounts.forms import NameForm
from accounts.roles import sellers_of
from accounts.two_factor import is_needed_by


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
    pending = erasure.pending_of(request.user)
    return {
        "has_app": Authenticator.Type.TOTP in factors,
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "factor_missing": is_needed_by(request) and not has_factor(request.user),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "leaves_at": pending.due_at if pending else None,
        "sellers": sellers_of(request.user),
        "may_enter": request.user.has_perm("wagtailadmin.access_admin"),
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


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of the person's own devices out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


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

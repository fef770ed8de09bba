"""Leaving the shop for good: what goes, what stays and why, a proof of who asks, and days to think again."""

import time
from contextlib import suppress
from typing import Any

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import erasure
from accounts.factors import has_factor, showed_factor
from accounts.two_factor import lead_to_factor
from cms import parts

KEEP, DELETE = "keep", "delete"


class LeavingForm(forms.Form):
    """What becomes of the reviews, and a tick that nobody sets by accident."""

    reviews = forms.ChoiceField(
        label=gettext_lazy("Your reviews"),
        choices=[
            (KEEP, gettext_lazy("Leave them, without my name")),
            (DELETE, gettext_lazy("Delete them")),
        ],
        initial=DELETE,
        widget=forms.RadioSelect,
    )
    understood = forms.BooleanField(
        label=gettext_lazy("I know that what I bought here will no longer open for me."),
    )


@login_required
@reauthentication_required(app="allauth.account")
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """What will happen, and the button, after a fresh proof; then how it stands."""
    person: Any = request.user
    if has_factor(person) and not showed_factor(request):
        return lead_to_factor(request)
    if not _is_proved(request):
        return render(request, "account/prove.html")
    pending = erasure.pending_of(person)
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and pending is None and form.is_valid():
        return _ask(request, person, form)
    context = {
        "form": form,
        "pending": pending,
        "hindrances": parts.hindrances_of(person),
        **{"goes": parts.said("GOES"), "stays": parts.said("STAYS"), "days": settings.ERASE_AFTER_DAYS},
    }
    return render(request, "account/erase.html", context)


def _ask(request: HttpRequest, person: Any, form: LeavingForm) -> HttpResponse:
    with suppress(erasure.Refused):  # the page says why
        erasure.ask(person, keeps_reviews=form.cleaned_data["reviews"] == KEEP)
    return redirect("erase")


def _is_proved(request: HttpRequest) -> bool:
    """allauth lets whoever has neither password nor factor pass; here their mailed code must be fresh."""
    person: Any = request.user
    if person.has_usable_password() or has_factor(person):
        return True
    records = get_authentication_records(request, person)
    return any(time.time() - made["at"] < app_settings.REAUTHENTICATION_TIMEOUT for made in records)


@require_POST
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Out, and in again with a fresh code: the proof of whoever has no password."""
    logout(request)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': reverse('erase')})}")


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Think better of it; signing in is proof enough to keep what is one's own."""
    person: Any = request.user
    if erasure.cancel(person):
        messages.success(request, _("Your account stays. Nothing was deleted."))
    return redirect("account")

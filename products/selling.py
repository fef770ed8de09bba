"""Become a seller in three screens: why, the business, the storefront. Nothing typed is lost on the way."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.roles import sellers_of
from cms import countries
from products.storefronts import open_first_store

SESSION_KEY = "selling"
SCREENS = (gettext_lazy("Your business"), gettext_lazy("Your storefront"), gettext_lazy("Your first listing"))


class BusinessForm(forms.Form):
    """Who is paid and taxed."""

    business = forms.CharField(
        label=gettext_lazy("Name of the business"),
        max_length=80,
        help_text=gettext_lazy("Your own name, if you have no company. It stands on invoices."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=countries.names,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    terms = forms.BooleanField(label=gettext_lazy("I accept the terms for sellers."))


class StorefrontForm(forms.Form):
    """What buyers see."""

    name = forms.CharField(
        label=gettext_lazy("Name of the store"),
        max_length=80,
        help_text=gettext_lazy("You can change it later."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    tagline = forms.CharField(
        label=gettext_lazy("Tagline"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("One line under the name: what you make, and for whom."),
    )


def pitch(request: HttpRequest) -> HttpResponse:
    """What selling here is like, and what it takes."""
    return render(request, "sell/pitch.html")


@login_required
@never_cache
def business(request: HttpRequest) -> HttpResponse:
    """The first screen with something to type; kept in the session until the store is open."""
    if sellers_of(request.user).exists():
        return redirect("wagtailadmin_home")
    form = BusinessForm(request.POST or None, initial=_typed(request) or _guess(request))
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = {**_typed(request), **form.cleaned_data}
        return redirect("sell_storefront")
    return render(request, "sell/business.html", {"form": form, "steps": _steps(0)})


@login_required
@never_cache
def storefront(request: HttpRequest) -> HttpResponse:
    """The second: posting it opens the store, once, however often it is posted."""
    if sellers_of(request.user).exists():
        return redirect("wagtailadmin_home")
    typed = _typed(request)
    if not typed.get("terms"):
        return redirect("sell_business")
    form = StorefrontForm(request.POST or None, initial={"name": typed["business"]})
    if request.method == "POST" and form.is_valid():
        open_first_store(request.user, typed["business"], typed["country"], **form.cleaned_data)
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("Your store is open to you. Nobody else sees it until it is published."))
        return redirect("wagtailadmin_home")
    return render(request, "sell/storefront.html", {"form": form, "steps": _steps(1)})


def _typed(request: HttpRequest) -> dict[str, Any]:
    return request.session.get(SESSION_KEY, {})


def _guess(request: HttpRequest) -> dict[str, str]:
    person = request.user
    name = person.get_full_name() if person.is_authenticated else ""
    return {"business": name, "country": countries.likely(request)}


def _steps(current: int) -> list[dict[str, Any]]:
    states = ["done"] * current + ["current"] + ["next"] * len(SCREENS)
    return [{"label": label, "state": state} for label, state in zip(SCREENS, states, strict=False)]


urlpatterns = [
    path("sell/", pitch, name="sell"),
    path("sell/business/", business, name="sell_business"),
    path("sell/storefront/", storefront, name="sell_storefront"),
]

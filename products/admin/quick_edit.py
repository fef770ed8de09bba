"""Change price, stock and on or off of a live listing at once: in the list, or on a page of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.log_actions import LogFormatter

from products.admin.own import OwnListings
from products.models import Listing, Offer
from products.repricing import ACTION, FIELDS, Changed, lines_of, reprice, shown, values_of

SALT = "quick-edit"


class OfferForm(forms.ModelForm):
    """The few fields of one offer that need no review; the rules are the editor's own."""

    class Meta:
        model = Offer
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._foreign_to(self.instance):
            del self.fields[name]
        if "minimum" in self.fields:
            self.fields["minimum"].required = True
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

        self.now = [
            (self.fields[name].label, shown(name, getattr(self.instance, name))) for name in self.fields
        ]

    @staticmethod
    def _foreign_to(offer: Offer) -> tuple[str, ...]:
        """To give something away, or to let buyers name the price, is decided in the editor."""
        if offer.is_free:
            return ("price", "minimum", "compare_at")
        return () if offer.is_pay_what_you_want else ("minimum",)

    def clean_price(self) -> int | None:
        price = self.cleaned_data["price"]
        if price is None and self.instance.price is not None:
            raise forms.ValidationError(_("Type a price. To stop selling it, switch “on sale” off."))
        return price

    @property
    def wanted(self) -> dict[str, Any]:
        """All fields with what was typed; those not shown as they are."""
        return {**values_of(self.instance), **self.cleaned_data}


class Prices:
    """The forms of a listing's offers and the signed note of what they showed."""

    def __init__(self, listing: Listing, data: Any = None) -> None:
        self.listing = listing
        offers = [offer for offer in listing.offers.all() if offer.pk]
        self.before = {offer.pk: values_of(offer) for offer in offers}
        self.forms = [OfferForm(data, prefix=f"o{offer.pk}", instance=offer) for offer in offers]
        self.action = reverse("listings:prices", args=[listing.pk])

    @property
    def seen(self) -> str:
        return signing.dumps([[pk, list(values.values())] for pk, values in self.before.items()], salt=SALT)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    @property
    def wanted(self) -> dict[int, dict[str, Any]]:
        return {form.instance.pk: form.wanted for form in self.forms}


def prices_of(listing: Listing) -> Prices:
    """What the list shows behind a price."""
    return Prices(listing)


def read_seen(token: str) -> dict[int, dict[str, Any]]:
    """What the person was shown; nothing for a note that was not signed here."""
    try:
        return {pk: dict(zip(FIELDS, values, strict=True)) for pk, values in signing.loads(token, salt=SALT)}
    except (signing.BadSignature, ValueError, TypeError):
        return {}


class QuickEdit(OwnListings, View):
    """GET shows the form as a page, POST applies it; both for live listings of one's own."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        listing = self.own(pk)
        return self.show(Prices(listing)) if listing.live else self.refuse(listing)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        listing = self.own(pk)
        if not listing.live:
            return self.refuse(listing)
        seen = read_seen(request.POST.get("seen", ""))
        prices = Prices(listing, request.POST)
        if set(seen) != set(prices.before):
            messages.error(request, _("The offers were changed meanwhile. Below is how they are now."))
            return self.show(Prices(listing), status=409)
        if not prices.is_valid():
            return self.show(prices, status=422)
        return self.apply(listing, prices, seen)

    def apply(self, listing: Any, prices: Prices, seen: dict[int, dict[str, Any]]) -> HttpResponse:
        try:
            changes = reprice(listing, prices.wanted, seen, by=self.request.user)
        except Changed as refusal:
            messages.error(self.request, str(refusal))
            # What was typed stays in the form, with the present values beside it and a fresh note.
            return self.show(Prices(self.own(listing.pk), self.request.POST), status=409)
        if changes:
            said = {"title": listing.title, "changes": lines_of(changes)}
            messages.success(self.request, _("“%(title)s” now sells so: %(changes)s.") % said)
        else:
            messages.info(self.request, _("Nothing was changed."))
        return redirect(reverse("listings:index"))

    def refuse(self, listing: Any) -> HttpResponse:
        """A draft has no live price: the editor is the place."""
        messages.info(self.request, _("This listing is not live: set its price in the editor."))
        return redirect("wagtailadmin_pages:edit", listing.pk)

    def show(self, prices: Prices, status: int = 200) -> HttpResponse:
        context = {"prices": prices, "listing": prices.listing, "is_stale": status == 409}
        return render(self.request, "products/admin/prices.html", context, status=status)


class RepriceFormatter(LogFormatter):
    """How the history says it."""

    label = _("Change prices")

    def format_message(self, log_entry: Any) -> str:
        return _("Prices changed: %(changes)s") % {"changes": lines_of(log_entry.data.get("changes", []))}

    def format_comment(self, log_entry: Any) -> str:
        return ""


def register_actions(actions: Any) -> None:
    """Name the log entry of a quick edit."""
    actions.register_action(ACTION)(RepriceFormatter)

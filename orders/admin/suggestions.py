"""What a store suggests at the checkout: made by whoever writes its listings, with how often it was taken."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.widgets.button import Button

from accounts.abilities import LISTINGS
from accounts.menu_groups import STORE
from accounts.roles import seller_ids_of, sellers_of
from accounts.scoping import ScopedModelViewSet
from orders.admin.coupon_form import ListingsField, OffersField
from orders.gift_forms import LOOKS_LIKE_A_LINK
from orders.models import Suggestion
from products.models import Listing, Offer


class OneListing(forms.ModelChoiceField):
    """Says the title."""

    label_from_instance = ListingsField.label_from_instance


class OneOffer(forms.ModelChoiceField):
    """Says the listing with the offer."""

    label_from_instance = OffersField.label_from_instance


class SuggestionEditor(WagtailAdminModelForm):
    """Only own listings and own offers with one price for all can be named."""

    listing = OneListing(label=gettext_lazy("Whoever buys"), queryset=None)
    offer = OneOffer(
        label=gettext_lazy("Is asked whether to add"),
        queryset=None,
        help_text=gettext_lazy("Of the same store, with a fixed price that is paid once."),
    )
    percent = forms.DecimalField(
        label=gettext_lazy("Per cent less"),
        min_value=0,
        max_value=90,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Empty: at its usual price. You bear it, as you would a coupon of yours."),
    )

    class Meta:
        model = Suggestion
        fields = ["listing", "offer", "words", "is_active"]

    field_order = ["listing", "offer", "words", "percent", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = sellers_of(self.for_user, LISTINGS)
        listings = Listing.objects.filter(card__seller__in=own).order_by("title")
        offers = Offer.objects.filter(
            listing__card__seller__in=own, interval=Offer.Interval.ONCE, minimum=None, price__gt=0
        )
        fields: Any = self.fields
        fields["listing"].queryset = listings
        fields["offer"].queryset = offers.select_related("listing").order_by("listing__title", "sort_order")
        if self.instance.basis_points:
            self.initial["percent"] = Decimal(self.instance.basis_points) / 100

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if LOOKS_LIKE_A_LINK.search(words):
            raise ValidationError(_("Leave addresses of websites out, please."))
        return words

    def clean(self) -> dict[str, Any]:
        """Two things of one store, and no second suggestion beside the same listing."""
        said = super().clean()
        listing, offer = said.get("listing"), said.get("offer")
        if listing and offer and offer.listing_id == listing.pk:
            self.add_error("offer", _("Choose an offer of another listing."))
        elif listing and offer and offer.listing.card.seller_id != listing.card.seller_id:
            self.add_error("offer", _("Choose an offer of the same store."))
        others = Suggestion.objects.exclude(pk=self.instance.pk)
        if listing and others.filter(listing=listing).exists():
            self.add_error("listing", _("There is one for it already: change that one."))
        return said

    def _post_clean(self) -> None:
        said = self.cleaned_data
        self.instance.basis_points = int((said.get("percent") or 0) * 100)
        if said.get("listing"):
            self.instance.seller_id = said["listing"].card.seller_id
        super()._post_clean()


def off(row: Any) -> str:
    """ "20 %", or a dash."""
    return f"{row.basis_points / 100:g} %" if row.basis_points else "–"


class SuggestionIndex(IndexView):
    """One query for the page."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("listing", "offer__listing").counted()


class SuggestionCreate(CreateView):
    """May come from a listing's editor, which names the listing."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "listing": self.request.GET.get("listing", "")}


def editor_buttons(page: Any, user: Any, next_url: Any = None, view_name: str = "") -> Iterator[Button]:
    """From a listing's editor to what is suggested with it, for whoever writes the listings of its store."""
    if not isinstance(page, Listing) or view_name != "edit" or not getattr(page, "card", None):
        return
    if page.card.seller_id not in seller_ids_of(user, LISTINGS):
        return
    row = Suggestion.objects.filter(listing=page.pk).first()
    add = f"{reverse('suggestions:add')}?{urlencode({'listing': page.pk})}"
    yield Button(
        _("Suggest something with it"),
        url=reverse("suggestions:edit", args=[row.pk]) if row else add,
        icon_name="plus",
        priority=95,
    )


class SuggestionViewSet(ScopedModelViewSet):
    """Kept for ever, since orders count on it; switched off instead of deleted."""

    model = Suggestion
    seller_path = "seller"
    ability = LISTINGS
    ability_to_change = LISTINGS
    name = "suggestions"
    icon = "plus"
    menu_label = gettext_lazy("Suggestions at the checkout")
    menu_order = 310
    menu_hook = STORE
    index_view_class = SuggestionIndex
    add_view_class = SuggestionCreate
    inspect_view_enabled = False
    list_filter = ["is_active"]
    search_fields = ["words", "listing__title", "offer__listing__title"]
    list_display = [
        "words",
        Column("listing", label=gettext_lazy("Whoever buys"), accessor="listing.title"),
        Column("offer", label=gettext_lazy("Is suggested"), accessor="offer.listing.title"),
        Column("off", label=gettext_lazy("Per cent less"), accessor=off),
        Column("taken", label=gettext_lazy("Taken")),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[SuggestionEditor]:
        return SuggestionEditor

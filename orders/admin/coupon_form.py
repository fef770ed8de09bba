"""The form of a coupon: how much, for what, until when; only own stores, listings and offers can be named."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser

from accounts.abilities import LISTINGS
from accounts.models import Seller
from accounts.roles import sellers_of
from accounts.scoping import policy_of
from orders.models import Coupon
from products.models import Listing, Offer, Storefront

ROWS = forms.SelectMultiple(attrs={"size": 8, "class": "w-w-full"})
HOLD = gettext_lazy("Hold Ctrl (on a Mac, Cmd) to choose several.")


class ListingsField(forms.ModelMultipleChoiceField):
    """Says the title."""

    def label_from_instance(self, obj: Listing) -> str:
        return obj.title


class OffersField(forms.ModelMultipleChoiceField):
    """Says the listing with the offer."""

    def label_from_instance(self, obj: Offer) -> str:
        return f"{obj.listing.title} · {obj.name}"


class CouponEditor(WagtailAdminModelForm):
    """Made by whoever writes a store's listings for that store, by admins for the shop."""

    percent = forms.DecimalField(
        label=gettext_lazy("Per cent off"),
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Either per cent or an amount."),
    )
    storefront = forms.ModelChoiceField(
        label=gettext_lazy("Only of this store"),
        queryset=Storefront.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[Storefront]),
        help_text=gettext_lazy(
            "Empty: of every store. The shop bears its own coupons: sellers are paid in full."
        ),
    )
    listings = ListingsField(
        label=gettext_lazy("Listings"), queryset=None, required=False, widget=ROWS, help_text=HOLD
    )
    offers = OffersField(
        label=gettext_lazy("Offers"), queryset=None, required=False, widget=ROWS, help_text=HOLD
    )

    class Meta:
        model = Coupon
        fields = [
            *("seller", "code", "amount", "minimum", "scope", "listings", "offers"),
            *("most_off", "starts_at", "ends_at", "most", "most_each", "is_active"),
        ]

    field_order = [
        *("seller", "code", "percent", "amount", "minimum", "storefront", "scope", "listings", "offers"),
        *("most_off", "starts_at", "ends_at", "most", "most_each", "is_active"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_whose()
        if self.instance.basis_points:
            self.initial["percent"] = Decimal(self.instance.basis_points) / 100
        of = self._sellers()
        listings: Any = Listing.objects.filter(card__seller__in=of).order_by("title")
        offers = Offer.objects.filter(listing__card__seller__in=of).select_related("listing")
        self.fields["listings"].queryset = listings  # type: ignore[attr-defined]
        self.fields["offers"].queryset = offers.order_by("listing__title", "sort_order")  # type: ignore[attr-defined]

    def _ask_whose(self) -> None:
        """Whose coupon it is stays as it was; a new one is asked only where there is a choice."""
        own = sellers_of(self.for_user, LISTINGS)
        is_staff = policy_of(Coupon).reaches_all(self.for_user, "add")
        if self.instance.pk is None and not is_staff and len(own) == 1:
            self.instance.seller = own[0]
        if self.instance.pk or not own or (len(own) == 1 and not is_staff):
            del self.fields["seller"]
        else:
            field: Any = self.fields["seller"]
            field.queryset, field.required = own, not is_staff
            field.empty_label = _("The shop") if is_staff else field.empty_label
        if self.instance.seller_id or not is_staff:
            del self.fields["storefront"]
            return
        for name in ("listings", "offers"):
            self.fields[name].help_text = _(
                "Choose the store above and save: what it has is then listed here."
            )
        if self.instance.store_id:
            self.initial["storefront"] = Storefront.objects.filter(seller=self.instance.store_id).first()

    def _sellers(self) -> QuerySet[Seller]:
        """Whose listings may be named: those of the coupon's store, of one's own, or of the one chosen."""
        if self.instance.seller_id:
            return Seller.objects.filter(pk=self.instance.seller_id)
        if "storefront" not in self.fields:
            return sellers_of(self.for_user, LISTINGS)
        page = self["storefront"].value() or 0
        page = getattr(page, "pk", page)
        if not str(page).isdecimal():
            return Seller.objects.none()
        chosen = Seller.objects.filter(storefronts=page)
        return chosen | sellers_of(self.for_user, LISTINGS) if "seller" in self.fields else chosen

    def clean(self) -> dict[str, Any]:
        """One of per cent and amount, a window that lasts, and something to be good for."""
        said = super().clean()
        percent, amount = said.get("percent"), said.get("amount")
        if bool(percent) == bool(amount) and not ({"percent", "amount"} & set(self.errors)):
            self.add_error("percent", _("Write either per cent or an amount, not both."))
        starts, ends = said.get("starts_at"), said.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It must end after it begins."))
        scope = said.get("scope")
        if scope in ("listings", "offers") and scope not in self.errors and not said.get(scope):
            self.add_error(
                scope, _("Choose at least one, of the shop's own coupons after choosing the store.")
            )
        return said

    def _post_clean(self) -> None:
        """What the form asks in other words than the row keeps it."""
        said = self.cleaned_data
        self.instance.basis_points = int(said["percent"] * 100) if said.get("percent") else None
        said["amount"] = said.get("amount") or None
        if "storefront" in self.fields:
            page = said.get("storefront")
            self.instance.store = page.seller if page and not said.get("seller") else None
        super()._post_clean()

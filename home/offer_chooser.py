"""Choose an offer in the admin: found by its listing, told with its price."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from accounts.roles import curates
from products.models import Offer
from products.presentation_offers import price_of


def told(offer: Offer) -> str:
    """ "Quoin Display · Desktop licence · €39"."""
    return f"{offer.listing.title} · {offer.name} · {price_of(offer)}"


class OfferFilter(BaseFilterForm):
    """Words of the listing's title, of its store or of the offer's name."""

    q = forms.CharField(
        label=gettext_lazy("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Listing, store or offer")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        for word in self.cleaned_data.get("q", "").split()[:8]:
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            found = Q(listing__title__icontains=word) | Q(name__icontains=word)
            objects = objects.filter(found | Q(listing__card__seller_name__icontains=word))
        return objects


class _CuratorsOnly:
    """Wagtail's choosers open for whoever may enter the admin; this one asks."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not curates(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class _Told(_CuratorsOnly):
    """A row reads as the offer is told."""

    filter_form_class = OfferFilter

    @property
    def title_column(self) -> TitleColumn:
        column = super().title_column  # type: ignore[misc]
        column.accessor = told
        return column


class OfferChoice(_Told, ChooseView):
    """The dialog."""


class OfferResults(_Told, ChooseResultsView):
    """Its rows alone."""


class ChosenOffer(_CuratorsOnly, ChosenView):
    """What goes back to the form."""

    def get_display_title(self, instance: Offer) -> str:
        return told(instance)


class ChosenOffers(_CuratorsOnly, ChosenMultipleView):
    """The same for several."""


class NoNewOffer(_CuratorsOnly, CreateView):
    """Offers are made on their listings; the set has this address all the same."""


class OfferWidget(BaseChooser):
    """What stands in the form."""

    def get_display_title(self, instance: Offer) -> str:
        return told(instance)


class OfferChooserViewSet(ChooserViewSet):
    """Offers on sale whose price a campaign may lower, for those who keep the shop window."""

    name = "offer_chooser"
    model = Offer
    icon = "tag"
    choose_one_text = gettext_lazy("Choose an offer")
    choose_another_text = gettext_lazy("Choose another offer")
    base_widget_class = OfferWidget
    choose_view_class = OfferChoice
    choose_results_view_class = OfferResults
    chosen_view_class = ChosenOffer
    chosen_multiple_view_class = ChosenOffers
    create_view_class = NoNewOffer

    def get_object_list(self) -> QuerySet[Any]:
        """Fixed prices, paid once, of listings that everybody may see."""
        offers = Offer.objects.filter(is_active=True, is_free=False, price__gt=0, minimum=None)
        shown = offers.filter(interval=Offer.Interval.ONCE, listing__card__is_public=True)
        return shown.select_related("listing").order_by("listing__title", "sort_order", "pk")

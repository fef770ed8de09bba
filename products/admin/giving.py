"""The page on which a seller gives something away by hand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django_ratelimit.decorators import ratelimit
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.abilities import SERVICE
from accounts.roles import seller_ids_of
from products import giving
from products.models import Offer, Unavailable


def may_give(user: Any) -> bool:
    """Whoever serves buyers in a team; the shop's staff gives nothing away that is not theirs."""
    return bool(seller_ids_of(user, SERVICE))


def givable(user: Any) -> QuerySet[Offer]:
    """Offers on sale of those teams in which the person serves buyers."""
    own = Offer.objects.filter(listing__card__seller__in=seller_ids_of(user, SERVICE))
    shown = own.filter(is_active=True, listing__card__is_public=True)
    return shown.select_related("listing").order_by("listing__title", "sort_order")


class OfferField(forms.ModelChoiceField):
    """Says the listing with the offer."""

    def label_from_instance(self, obj: Offer) -> str:
        return f"{obj.listing.title} · {obj.name}"


class GiftForm(forms.Form):
    """What, to whom, and a few words."""

    offer = OfferField(
        label=gettext_lazy("What"),
        queryset=Offer.objects.none(),
        empty_label=gettext_lazy("Choose an offer"),
        widget=forms.Select(attrs={"class": "w-w-full"}),  # long titles would push it off a phone
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("They get a mail with a link; no account is needed before."),
    )
    words = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=giving.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("They stand in the mail, and in the history of what you gave."),
    )

    def __init__(self, *args: Any, offers: QuerySet[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers  # type: ignore[attr-defined]


@method_decorator(ratelimit(key="user", rate="20/h", method="POST", block=True), name="dispatch")
class GiveView(WagtailAdminTemplateMixin, FormView):
    """Give an own offer to an address, free of charge."""

    open_to_sellers = True  # it offers what the person's own teams sell
    template_name = "products/admin/give.html"
    form_class = GiftForm
    page_title = gettext_lazy("Give something away")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_give(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offers": givable(self.request.user)}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("entitlements:index"), "label": _("Held by buyers")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: GiftForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            giving.give(said["offer"], said["email"], said["words"], self.request.user)
        except Unavailable as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Given. A mail with the link is on its way."))
        return redirect("entitlements:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("entitlements:index"), **kwargs)

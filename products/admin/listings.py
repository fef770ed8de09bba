"""Begin and edit a listing: cards of ready-made beginnings, each opening the editor filled in."""

import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import AddSubpageView, CreateView

from accounts.explorer import StoreExplorer, StorePageViewSet
from accounts.roles import is_only_seller
from products.admin.duplicating import DuplicateView
from products.models import Listing, Offer, Storefront

BLANK = "blank"


def begin(kind: type[Listing], starter: dict[str, Any], **fields: Any) -> Listing:
    """An unsaved listing filled from a starter: fields, body and offers, ready for the seller's own words."""
    page = kind(**{name: str(text) for name, text in starter.get("fields", {}).items()}, **fields)
    blocks = [
        {"type": name, "value": value, "id": str(uuid.uuid4())} for name, value in starter.get("body", [])
    ]
    page.body = json.dumps(blocks, cls=DjangoJSONEncoder)
    page.offers = [Offer(**{**offer, "name": str(offer["name"])}) for offer in starter.get("offers", [])]
    kind.lay_first_rows(page)
    return page


def starter_of(kind: type[Listing], slug: str) -> dict[str, Any]:
    """The kind's starter of that name; an empty one for "blank" and for names nobody knows."""
    return next((starter for starter in kind.starters if starter["slug"] == slug), {})


class BeginView(CreateView):
    """The create view, filled from `?starter=`."""

    page: Listing

    def get(self, request: HttpRequest) -> HttpResponse:
        starter = starter_of(self.page_class, request.GET.get("starter", ""))
        filled = begin(self.page_class, starter, owner=request.user, locale=self.page.locale)
        self.page = filled
        return super().get(request)


class BeginningsView(AddSubpageView):
    """Which kind, and from which beginning."""

    template_name = "products/admin/beginnings.html"

    def dispatch(self, request: HttpRequest, parent_page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        # Wagtail asks for the permission here; it would skip the choice when there is one kind alone.
        super().dispatch(request, parent_page_id, *args, **kwargs)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kinds": [self._kind(kind) for kind in self._allowed()]}

    def _allowed(self) -> list[type[Listing]]:
        creatable = type(self.parent_page).creatable_subpage_models()
        return [k for k in Listing.kinds() if k in creatable and k.can_create_at(self.parent_page)]

    def _kind(self, kind: type[Listing]) -> dict[str, Any]:
        blank = {
            "slug": BLANK,
            "icon": "plus",
            "label": _("Blank"),
            "note": _("An empty page, nothing filled in."),
        }
        return {
            "label": kind.kind_label,
            "note": kind.get_page_description(),
            "cards": [{**card, "url": self._address(kind, card["slug"])} for card in [*kind.starters, blank]],
        }

    def _address(self, kind: type[Listing], slug: str) -> str:
        model = (kind._meta.app_label, kind._meta.model_name, self.parent_page.pk)
        return set_query_params(reverse("wagtailadmin_pages:add", args=model), {"starter": slug})


class OnlyList(StoreExplorer):
    """The pages below a storefront are the seller's listings, and those have a list of their own."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if is_only_seller(request.user):
            return redirect("listings:index")
        return super().get(request, parent_page_id)


class ListingViewSet(StorePageViewSet):
    """Every kind of listing, now and later; adding below a storefront begins with the cards."""

    model = Listing
    parent_models = [Storefront]
    add_view_class = BeginView
    add_subpage_view_class = BeginningsView
    copy_view_class = DuplicateView
    index_view_class = OnlyList

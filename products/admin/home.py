"""A seller's home in the admin: what is left to do before the first sale, and three facts about the store."""

from collections import Counter
from typing import Any

from django.db.models import Avg, Count, Min, Q, Sum
from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.abilities import LISTINGS
from accounts.roles import is_only_seller, seller_ids_of
from products.admin.first_steps import FirstStepsPanel
from products.admin.own import below, own_stores
from products.admin.review_actions import may_moderate
from products.admin.standings import Standing, with_standing
from products.models import Card, Storefront

# Wagtail's news, and its tables for those who moderate; sellers have "To do" instead.
NOT_FOR_SELLERS = frozenset(
    {
        "whats_new_in_wagtail_version",
        "user_objects_in_workflow_moderation",
        "workflow_objects_to_moderate",
    }
)


class StoreFacts(SummaryItem):
    """Live listings, sales, rating, followers, and the way to the next listing: two queries."""

    template_name = "products/admin/store_facts.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        sellers = seller_ids_of(self.request.user, LISTINGS)
        stores = Storefront.objects.filter(seller__in=sellers)
        cards = Card.objects.filter(seller__in=sellers)
        followers = Count("seller__followers", distinct=True)
        return stores.aggregate(store=Min("pk"), followers=followers) | cards.aggregate(
            live=Count("pk", filter=Q(is_public=True)),
            sales=Sum("sales", default=0),
            rating=Avg("rating", filter=Q(rating_count__gt=0)),
        )


class FindPanel(Component):
    """The field that finds: a seller among own listings, staff among all pages."""

    order = 1
    template_name = "products/admin/find_panel.html"

    def __init__(self, address: str, label: Any) -> None:
        self.address, self.label = address, label

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/admin-home.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"address": self.address, "label": self.label}


class ToDoPanel(Component):
    """What waits for the seller, told by every app through the hook "construct_to_dos"."""

    order = 52
    template_name = "products/admin/to_dos.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        lines = [line for told in hooks.get_hooks("construct_to_dos") for line in told(request)]
        return {"lines": [line for line in lines if line["count"]]}


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """[{label, count, url}] of own listings: what a moderator asked for, what is being read. One query."""
    own = below(own_stores(request.user))
    standings = with_standing(own).values_list("standing", flat=True)
    found = Counter(standings.filter(standing__in=(Standing.CHANGES_ASKED, Standing.IN_REVIEW)))
    address = reverse("listings:index")
    asked, read = found[Standing.CHANGES_ASKED], found[Standing.IN_REVIEW]
    return [
        {
            "label": ngettext("listing needs changes", "listings need changes", asked),
            "count": asked,
            "url": f"{address}?standing={Standing.CHANGES_ASKED}",
        },
        {
            "label": ngettext("listing is being reviewed", "listings are being reviewed", read),
            "count": read,
            "url": f"{address}?standing={Standing.IN_REVIEW}",
        },
    ]


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own news and workflow table are for those who keep the site; a seller has these instead."""
    if not is_only_seller(request.user):
        root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
        if root:  # the address without a key leads there, too, and forgets the words on the way
            panels.append(FindPanel(reverse("wagtailadmin_explore", args=[root.pk]), _("Find a page")))
        if may_moderate(request.user):
            panels.append(ToDoPanel())
        return
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in NOT_FOR_SELLERS]
    panels += [FirstStepsPanel(request.user), ToDoPanel()]
    if seller_ids_of(request.user, LISTINGS):
        panels.append(FindPanel(reverse("listings:index"), _("Find a listing")))


def replace_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Counts of pages and images say nothing to a seller."""
    if is_only_seller(request.user):
        items[:] = [StoreFacts(request)] if seller_ids_of(request.user, LISTINGS) else []

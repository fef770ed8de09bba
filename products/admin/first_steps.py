"""The way to a seller's first sale, ticked by what is there."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from accounts.abilities import LISTINGS, PAYOUTS
from accounts.models import Seller
from accounts.roles import seller_ids_of
from products.models import Listing, Storefront


class FirstStepsPanel(Component):
    """The way to the first sale, ticked by what is there; it leaves when all is done. Two queries."""

    order = 50
    template_name = "products/admin/first_steps.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        own = Storefront.objects.filter(seller__in=seller_ids_of(self.user, LISTINGS))
        store = own.select_related("seller").first()
        steps = steps_of(store, self.user) if store else []
        return {"steps": steps, "done": sum(step["is_done"] for step in steps)}


def steps_of(store: Storefront, user: Any) -> list[dict[str, Any]]:
    """[{label, note, url, is_done}] in the order in which one takes them; only what is open to the person."""
    listings = Listing.objects.descendant_of(store).aggregate(
        all=Count("pk"), live=Count("pk", filter=Q(live=True))
    )
    edit = reverse("wagtailadmin_pages:edit", args=[store.pk])
    explore = reverse("listings:index")
    add = reverse("wagtailadmin_pages:add_subpage", args=[store.pk])
    is_told = bool(store.tagline and store.about and store.logo_id)
    shop = [
        _step(_("Furnish your shop"), _("A tagline, a few words about you, a logo."), edit, is_told),
        _step(_("Open your shop"), _("Send it to review; we answer by mail."), edit, store.live),
    ]
    business = [
        _step(_("Say where your money goes"), "", reverse("payouts"), bool(store.seller.payout_iban)),
        _step(_("Be verified"), _said_of(store.seller), reverse("seller_standing"), store.seller.may_be_paid),
    ]
    goods = [
        _step(_("Write your first listing"), _("Begin from a starter."), add, listings["all"] > 0),
        _step(_("Pass the review"), _("Press “Submit to review” in it."), explore, listings["live"] > 0),
    ]
    speaks_for_it = store.seller_id in seller_ids_of(user, PAYOUTS)
    return [*shop, *(business if speaks_for_it else []), *goods]


def _step(label: str, note: str, url: str, is_done: bool) -> dict[str, Any]:
    return {"label": label, "note": note, "url": url, "is_done": is_done}


def _said_of(seller: Seller) -> str:
    """Where verification stands; the page behind the link says the rest."""
    state = Seller.State
    if seller.state == state.PENDING:
        return _("We are checking what you told us and answer by mail.")
    if seller.state in (state.REJECTED, state.SUSPENDED):
        standing = seller.get_state_display()
        return _("%(state)s: %(reason)s") % {"state": standing, "reason": seller.state_reason or "–"}
    return _("Tell us who you are, so that we may pay you.")

"""What products and their kinds keep about a person: what they have, and what they said of it."""

from typing import Any

from django.utils.translation import gettext as _

from cms.discovery import modules_in
from cms.parts import Sheet, sheet
from products.models import Entitlement, FollowedStore, Review, ReviewReport, WishedListing

KINDS = tuple(modules_in("products.kinds", "personal"))  # a kind says its part the same way
_FOR_A_STORE = "Done for a store, in its history."
TOLD = (
    *("products.WishedListing.user", "products.FollowedStore.user"),
    *("products.Entitlement.holder", "products.Review.author", "products.ReviewReport.reporter"),
    *(column for kind in KINDS for column in kind.TOLD),
)
UNTOLD = {
    "products.Review.replied_by": _FOR_A_STORE,
    "products.FeaturedPrice.proposed_by": "Done for the shop, in its history.",
    "products.FeaturedPrice.answered_by": _FOR_A_STORE,
    "products.ListingImport.by": _FOR_A_STORE,
    **{column: reason for kind in KINDS for column, reason in kind.UNTOLD.items()},
}


def export(person: Any) -> list[Sheet]:
    """Rights, reviews, reports, wishes and followed stores; then what each kind adds."""
    held = Entitlement.objects.non_polymorphic().filter(holder=person.pk).order_by("pk")
    when = {"since": "activated_at", "opened": "opened_at", "archived": "archived_at", "ended": "ended_at"}
    review = {"stars": "stars", "text": "text", "shown_name": "author_name", "answer": "reply"}
    return [
        sheet(
            *("library", _("What you have or had"), held),
            **{"listing": "listing__title", "offer": "offer_name", "state": "state", "is_gift": "is_gift"},
            **when,
        ),
        sheet(
            *("reviews", _("Your reviews"), Review.objects.filter(author=person.pk).order_by("pk")),
            **{"listing": "listing__title", **review, "shown": "is_public", "on": "created_at"},
        ),
        sheet(
            *("reports", _("Your reports"), ReviewReport.objects.filter(reporter=person.pk).order_by("pk")),
            **{"listing": "review__listing__title", "reason": "reason", "note": "note", "on": "created_at"},
        ),
        sheet(
            *("wishes", _("Your wish list"), WishedListing.objects.filter(user=person.pk).order_by("pk")),
            **{"listing": "listing__card__title", "price_then": "price", "on": "wished_at"},
        ),
        sheet(
            *("follows", _("Stores you follow"), FollowedStore.objects.filter(user=person.pk).order_by("pk")),
            **{"store": "seller__name", "on": "followed_at"},
        ),
        *(found for kind in KINDS for found in kind.export(person)),
    ]

"""What products and their kinds keep about a person: what they have, and what they said of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from cms.discovery import modules_in
from cms.parts import Leaving, Sheet, sheet
from products import delivery
from products.cards import recount_ratings
from products.models import (
    Entitlement,
    FollowedStore,
    Policy,
    Review,
    ReviewReport,
    Storefront,
    WishedListing,
)

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


GOES = (
    gettext_lazy("Your library: everything in it ends, and no link opens it any more"),
    gettext_lazy("Your wish list, the stores you follow, and your reports of reviews"),
    gettext_lazy("A store that has no buyers yet, with its pages and pictures"),
    *(sentence for kind in KINDS for sentence in getattr(kind, "GOES", ())),
)
STAYS = (gettext_lazy("How often a file was fetched: a seller may have to prove a delivery"),)


def hindrances(person: Any) -> list[str]:
    """Who has buyers owes them what they bought, and is owed money."""
    sold = Entitlement.objects.non_polymorphic().filter(listing__card__seller__owner=person.pk)
    names = set(sold.order_by().values_list("listing__card__seller__name", flat=True))
    told = _("Your store “%(name)s” has buyers. Write to us: we close it with you and pay what it earned.")
    return [told % {"name": name} for name in sorted(names)]


def erase(leaving: Leaving) -> None:
    """End what the person has, unname or delete what they said, take down stores without buyers."""
    person = leaving.person
    for held in Entitlement.objects.active().filter(holder=person):
        delivery.withdraw(held)
    _leave_reviews(leaving)
    for store in Storefront.objects.filter(seller__owner=person):
        store.delete()
    Policy.objects.filter(seller__owner=person).delete()
    for kind in KINDS:
        if hasattr(kind, "erase"):
            kind.erase(leaving)


def _leave_reviews(leaving: Leaving) -> None:
    for kept in (WishedListing, FollowedStore):
        kept.objects.filter(user=leaving.person).delete()
    ReviewReport.objects.filter(reporter=leaving.person).delete()
    mine = Review.objects.filter(author=leaving.person)
    listings = set(mine.values_list("listing", flat=True))
    for review in mine:
        ModelLogEntry.objects.for_instance(review).update(label=f"{review.stars} ★")
    if leaving.keeps_reviews:
        mine.update(author_name=_("A former customer"))
    else:
        mine.delete()
    if listings:
        recount_ratings(listings)

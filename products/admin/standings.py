"""Where a listing stands, in the seller's words: draft, in review, live, off sale."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from products.models import Offer


class Standing(TextChoices):
    """In the order in which a listing passes them."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_ASKED = "changes_asked", _("Changes asked")
    LIVE = "live", _("Live")
    LIVE_AND_DRAFT = "live_and_draft", _("Live, with changes in a draft")
    OFF_SALE = "off_sale", _("Off sale")


def with_standing(listings: QuerySet) -> QuerySet:
    """Annotate `standing`; a review counts before everything, for somebody waits for somebody in it."""
    reviews = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    on_sale = Offer.objects.filter(listing=OuterRef("pk"), is_active=True)
    return listings.annotate(review=Subquery(reviews.values("status")[:1])).annotate(
        standing=Case(
            When(review=WorkflowState.STATUS_NEEDS_CHANGES, then=Value(Standing.CHANGES_ASKED)),
            When(review=WorkflowState.STATUS_IN_PROGRESS, then=Value(Standing.IN_REVIEW)),
            When(live=False, first_published_at=None, then=Value(Standing.DRAFT)),
            When(Q(live=False) | ~Exists(on_sale), then=Value(Standing.OFF_SALE)),
            When(has_unpublished_changes=True, then=Value(Standing.LIVE_AND_DRAFT)),
            default=Value(Standing.LIVE),
            output_field=CharField(),
        )
    )


def standing_label(listing: Any) -> str:
    """The label of an annotated listing; a live one keeps selling while its changes are reviewed."""
    label = str(Standing(listing.standing).label)
    if listing.live and listing.standing in (Standing.IN_REVIEW, Standing.CHANGES_ASKED):
        return str(_("%(standing)s, the live one sells on") % {"standing": label})
    return label

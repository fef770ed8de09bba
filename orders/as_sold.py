"""A listing as it was when it was sold, from the revision that the order keeps."""

from typing import Any

from orders.models import Item
from products.card_pictures import pictures_of
from products.models import Listing, Policy

KEPT = ("order", "revision", "refund_revision", "licence_revision")  # fetched with the item


def page_of(item: Item) -> Listing | None:
    """The page as sold; None for a sale from before revisions were kept, or of a kind that is gone.

    What the revision names and is no longer there, such as a deleted picture, is left out.
    """
    if item.revision is None:
        return None
    page = item.revision.as_object()
    return page if isinstance(page, Listing) else None


def policies_of(item: Item) -> list[Policy]:
    """The policies in the wording that was accepted, whatever became of them; none for sales of before."""
    kept = (item.refund_revision, item.licence_revision)
    return [revision.as_object() for revision in kept if revision]


def licences_of(item: Item) -> list[Policy]:
    """The licence in the wording that was accepted, if any; fetch `licence_revision` with the item."""
    return [item.licence_revision.as_object()] if item.licence_revision else []


def context_of(item: Item) -> dict[str, Any]:
    """The context of orders/as_sold.html; without a page the words on the item itself still stand."""
    page = page_of(item)
    return {
        "order": item.order,
        "item": item,
        "page": page,
        "pictures": pictures_of(page) if page else [],
        "policies": policies_of(item),
    }

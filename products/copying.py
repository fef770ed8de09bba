"""A second listing from a first: its words, pictures, files and offers as a draft, nothing of its past."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug

from products.models import Listing

LONGEST_TITLE = 255


def duplicate(listing: Listing, by: Any) -> Listing:
    """A draft beside the listing, made from its latest draft, with rows of its own.

    Sales, reviews, comments and dates stay with the first. Raises PermissionDenied where `by` may not add.
    """
    draft = listing.get_latest_revision_as_object()
    parent = listing.get_parent()
    title = _title(draft.title)
    action = CopyPageAction(
        page=draft,
        to=parent,
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": find_available_slug(parent, f"{draft.slug[:240]}-copy"),
            "go_live_at": None,
            "expire_at": None,
            "expired": False,
            "locked": False,
        },
        copy_revisions=False,
        keep_live=False,
        user=by,
        process_child_object=_forget_the_past,
    )
    return action.execute()


def _title(title: str) -> str:
    ending = _(" (copy)")
    return title[: LONGEST_TITLE - len(ending)] + ending


def _forget_the_past(listing: Listing, copy: Listing, relation: Any, row: Any) -> None:
    listing.make_new(row)

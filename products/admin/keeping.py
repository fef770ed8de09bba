"""What somebody has is kept: deleting or moving it away is refused, with a reason and a way out."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from products.models import Entitlement, Listing


def is_held(pages: Iterable[Page]) -> bool:
    """Whether anybody has, had or is buying something at or below one of the pages."""
    below = Q()
    for page in pages:
        below |= Q(listing__path__startswith=page.path)
    return bool(below) and Entitlement.objects.non_polymorphic().filter(below).exists()


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Explain why a page that somebody has cannot be deleted, and offer to take it off the shop instead."""
    if not is_held([page]):
        return None
    return render(request, "products/admin/kept.html", {"page": page}, status=409)


def refuse_bulk(request: HttpRequest, action: str, pages: Any, view: Any) -> HttpResponse | None:
    """The same for many pages at once; also: publishing what is not ready, moving to another store."""
    reason = _refusal(action, [page for page in pages if isinstance(page, Page)])
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore_root")


def _refusal(action: str, pages: list[Page]) -> str:
    if action == "delete" and is_held(pages):
        return _("Nothing was deleted: buyers have some of these. Unpublish them instead.")
    listings = Listing.objects.filter(pk__in=[page.pk for page in pages])
    if action == "publish":
        drafts = [listing.specific.get_latest_revision_as_object() for listing in listings]
        unready = [draft.get_admin_display_title() for draft in drafts if draft.problems()]
        if unready:
            return _("Nothing was published. Not ready yet: %(titles)s.") % {"titles": ", ".join(unready)}
    return ""

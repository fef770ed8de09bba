"""Terms that buyers have accepted are kept: deleting their page is refused, with a way out."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from orders.models import Order


def is_accepted(pages: Iterable[Page]) -> bool:
    """Whether an order stands on the wording of one of the pages, or of one below them."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return False
    keys = [str(pk) for pk in Page.objects.filter(below).values_list("pk", flat=True)]
    wordings = Revision.page_revisions.filter(object_id__in=keys)
    accepted = Q(terms_revision__in=wordings) | Q(withdrawal_revision__in=wordings)
    return Order.objects.filter(accepted).exists()


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook before a page is deleted."""
    return _refuse(request) if is_accepted([page]) else None


def refuse_bulk(request: HttpRequest, action: str, pages: Any, view: Any) -> HttpResponse | None:
    """The same for many pages at once."""
    chosen = [page for page in pages if isinstance(page, Page)]
    return _refuse(request) if action == "delete" and is_accepted(chosen) else None


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(
        request, _("Buyers have accepted these terms, so they are kept. Unpublish the page instead.")
    )
    return redirect("wagtailadmin_explore_root")

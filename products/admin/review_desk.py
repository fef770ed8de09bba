"""The first button of the editor is the one the person most likely needs: submit, or approve."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.action_menu import WorkflowMenuItem
from wagtail.models import Workflow

from accounts.roles import is_admin
from products.models import StoreIndex
from products.models.judging import REFUSE
from products.models.reviewed import lack_of

MODERATORS_FIRST, SELLERS_FIRST = "approve", "action-submit"


class AsCommented(WorkflowMenuItem):
    """Ask for changes without a dialog: the comments beside the fields say which."""

    def __init__(self) -> None:
        super().__init__(REFUSE, _("Request changes as commented"), launch_modal=False, icon_name="comment")


def order_buttons(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put "Submit to review" first for those who cannot publish, and "Approve" first for those who review."""
    names = [item.name for item in items]
    if REFUSE in names:
        items.insert(names.index(REFUSE) + 1, AsCommented())
        names = [item.name for item in items]
    first = MODERATORS_FIRST if MODERATORS_FIRST in names else SELLERS_FIRST
    if first in names and (first == MODERATORS_FIRST or "action-publish" not in names):
        items.insert(0, items.pop(names.index(first)))


def reviews_of_the_shop() -> list[Workflow]:
    """The workflows that stand over the stores, over one of them, or over a category."""
    street = StoreIndex.objects.first()
    if street is None:
        return []
    above = Q(workflow_pages__page__in=street.get_ancestors(inclusive=True))
    inside = Q(workflow_pages__page__path__startswith=street.path)
    found = Workflow.objects.filter(above | inside | Q(categories__isnull=False), active=True)
    return list(found.distinct().order_by("pk"))


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """[{label, count, url}] for admins: reviews that let nobody submit, and what they lack."""
    if not is_admin(request.user):
        return []
    wanting = [flow for flow in reviews_of_the_shop() if lack_of(flow)]
    label = ngettext("review lets nobody submit: %(why)s", "reviews let nobody submit: %(why)s", len(wanting))
    why = " ".join(lack_of(flow) for flow in wanting)
    address = reverse("wagtailadmin_workflows:index")
    if len(wanting) == 1:
        address = reverse("wagtailadmin_workflows:edit", args=[wanting[0].pk])
    return [{"label": label % {"why": why}, "count": len(wanting), "url": address}]

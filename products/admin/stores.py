"""A store is opened once, when somebody becomes a seller; only the shop's own staff may end or copy one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.roles import is_only_seller
from products.models import Card, Storefront


def keep_the_store(request: HttpRequest, page: Page) -> None:
    """Raises PermissionDenied where a seller would delete or copy a storefront; Wagtail allows drafts."""
    if is_only_seller(request.user) and Storefront.objects.filter(pk=page.pk).exists():
        raise PermissionDenied


def live_listings() -> tuple[str, Any, Any]:
    """(name, label, expression) for lists of sellers: how much of theirs the shop shows."""
    shown = Card.objects.filter(seller=OuterRef("pk"), is_public=True).order_by().values("seller")
    count = Subquery(shown.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return "live_listings", _("Live listings"), Coalesce(count, 0)

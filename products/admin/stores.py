"""A store is opened once, when somebody becomes a seller; only the shop's own staff may end or copy one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Page

from accounts.roles import is_only_seller
from products.models import Storefront


def keep_the_store(request: HttpRequest, page: Page) -> None:
    """Raises PermissionDenied where a seller would delete or copy a storefront; Wagtail allows drafts."""
    if is_only_seller(request.user) and Storefront.objects.filter(pk=page.pk).exists():
        raise PermissionDenied

"""What the Wagtail admin is told about what can be had: registrations only."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from products.admin.entitlements import EntitlementViewSet


@hooks.register("register_admin_viewset")
def register_back_office() -> list[ModelViewSet]:
    """The lists of this app."""
    return [EntitlementViewSet()]

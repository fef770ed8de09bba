"""The gate of the admin: people who only sell come through doors that were opened for them, no others."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from accounts.roles import is_only_seller
from accounts.scoping import ScopedViewMixin

ADMIN = "/admin/"

# Names of Wagtail's own views that the seller's flow needs. A name is here because its view refuses or hides
# what is not the seller's; whatever a future version or app adds is closed until somebody adds it.
OPEN = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_logout",
        "wagtailadmin_account",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_block_preview",
        "wagtailadmin_dismissibles",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        # own pages
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_explore_root",
    }
)


def open_to_sellers(view: Callable) -> Callable:
    """Mark an admin view of ours as one that asks by itself whose the thing is."""
    view.open_to_sellers = True  # type: ignore[attr-defined]
    return view


class SellerGate:
    """Middleware: 403 for sellers at every admin view that is not open to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Raises PermissionDenied; the error page is the shop's own."""
        match = request.resolver_match
        if request.path.startswith(ADMIN) and match and is_only_seller(request.user) and not is_open(match):
            raise PermissionDenied


def is_open(match: ResolverMatch) -> bool:
    """Whether an admin address is open to sellers: named here, scoped by construction, or marked."""
    view_class = getattr(match.func, "view_class", None)
    if view_class is not None and issubclass(view_class, ScopedViewMixin):
        return True
    marked = getattr(match.func, "open_to_sellers", False) or getattr(view_class, "open_to_sellers", False)
    return bool(marked) or match.view_name in OPEN

"""The gate of the admin: people who only sell come through doors that were opened for them, no others."""

from collections.abc import Callable
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.permissions import policy_registry

from accounts.roles import is_only_seller
from accounts.scoping import ScopedViewMixin

Page = swapper.load_model("wagtailcore", "Page")

ADMIN = "/admin/"
WAYS_OUT = ("wagtailadmin_login", "wagtailadmin_logout")

# Names of Wagtail's own views that the seller's flow needs. A name stands here because its view refuses or
# hides what is not the seller's; whatever a future version or app adds is closed until somebody adds it.
EVERYWHERE = (
    "wagtailadmin_home",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtail_modeladmin:javascript_catalog",
    "wagtailadmin_block_preview",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
)
EXPLORER = (
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_api:pages:listing",
    "wagtailadmin_api:pages:detail",
)
PAGES = tuple(
    f"wagtailadmin_pages:{name}"
    for name in (
        *("add_subpage", "add", "preview_on_add", "edit", "preview_on_edit", "view_draft", "delete", "copy"),
        *("search", "search_results", "history", "history_results", "workflow_history"),
        *("workflow_history_detail", "revisions_index", "revisions_view", "revisions_revert"),
        *("revisions_compare", "revisions_unschedule", "workflow_action", "collect_workflow_action_data"),
        *("confirm_workflow_cancellation", "workflow_preview", "usage", "unpublish"),
    )
)
CHOOSERS = (
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
)
PICTURES = (
    *("wagtailimages:index", "wagtailimages:index_results", "wagtailimages:edit", "wagtailimages:delete"),
    *("wagtailimages:add", "wagtailimages:image_usage", "wagtailimages:add_multiple"),
    *("wagtailimages:edit_multiple", "wagtailimages:create_multiple_from_uploaded_image"),
    *("wagtailimages:delete_multiple", "wagtailimages:delete_upload_multiple"),
    *("wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results"),
    *("wagtailimages_chooser:chosen", "wagtailimages_chooser:chosen_multiple"),
    *("wagtailimages_chooser:create", "wagtailimages_chooser:select_format"),
)
OPEN = frozenset((*EVERYWHERE, *EXPLORER, *PAGES, *CHOOSERS, *PICTURES))


def open_to_sellers(view: Callable) -> Callable:
    """Mark an admin view of ours as one that asks by itself whose the thing is."""
    view.open_to_sellers = True  # type: ignore[attr-defined]
    return view


class SellerGate:
    """Middleware: 403 for sellers at every view that is not open to them, and for buyers at every one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Raises PermissionDenied at a closed door; at a guarded one the guard may answer instead."""
        match = request.resolver_match
        if not request.path_info.startswith(ADMIN) or match is None:
            return None
        if _has_no_business_here(request.user) and match.view_name not in WAYS_OUT:
            raise PermissionDenied
        if not is_only_seller(request.user):
            return None
        if not is_open(match):
            raise PermissionDenied
        _ask_about_page(request, match.view_name, kwargs)
        guard = GUARDS.get(match.view_name)
        return guard(request, kwargs) if guard else None


def _has_no_business_here(user: Any) -> bool:
    """Signed in, yet not for the admin: Wagtail would send them to sign in, and the entrance back again."""
    return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")


def is_open(match: ResolverMatch) -> bool:
    """Whether an admin address is open to sellers: named here, scoped by construction, or marked."""
    view_class = getattr(match.func, "view_class", None)
    if view_class is not None and issubclass(view_class, ScopedViewMixin):
        return True
    marked = getattr(match.func, "open_to_sellers", False) or getattr(view_class, "open_to_sellers", False)
    return bool(marked) or match.view_name in OPEN


def _ask_about_page(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    """A page of somebody else is unknown: some of Wagtail's refusals and choosers would say its title."""
    if not name.startswith(("wagtailadmin_pages:", "wagtailadmin_explore", "wagtailadmin_choose_page")):
        return
    pages = policy_registry.get_by_type(Page).explorable_instances(request.user)
    for keyword in ("page_id", "parent_page_id", "pk"):
        if keyword in kwargs and not pages.filter(pk=kwargs[keyword]).exists():
            raise Http404


def _own_root(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Begin to browse where the seller's pages are, not at a root they cannot see below."""
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if root is None:
        raise PermissionDenied
    address = reverse("wagtailadmin_choose_page_child", args=[root.pk])
    return redirect(f"{address}?{request.GET.urlencode()}")


def _own_choice(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Several pages chosen at once are named back with their titles, whoever they belong to."""
    pages = policy_registry.get_by_type(Page).explorable_instances(request.user)
    wanted = {pk for pk in request.GET.getlist("id") if pk.isdecimal()}
    if pages.filter(pk__in=wanted).count() != len(set(request.GET.getlist("id"))):
        raise Http404


def _no_tags(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    """All sellers' tags lie in one vocabulary: completing them would tell what others are working on."""
    return JsonResponse([], safe=False)


GUARDS: dict[str, Callable[[HttpRequest, dict[str, Any]], HttpResponse | None]] = {
    "wagtailadmin_choose_page": _own_root,
    "wagtailadmin_choose_page_chosen_multiple": _own_choice,
    "wagtailadmin_tag_autocomplete": _no_tags,
    "wagtailadmin_tag_model_autocomplete": _no_tags,
}

"""What the Wagtail admin is told about people: what one person may see of another."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts import daily, menu_groups, menus, standing, team_page
from accounts.abilities import PAYOUTS
from accounts.explorer import StorePageViewSet
from accounts.people import spare_superusers
from accounts.roles import is_only_seller, seller_ids_of
from accounts.sellers import SellerViewSet, add_panel
from accounts.verification import MOVES


@hooks.register("register_admin_viewset", order=0)
def register_viewsets() -> list[ViewSet]:
    """The default for every page type that brings no viewset of its own, and the list of sellers."""
    return [StorePageViewSet(model=Page), SellerViewSet()]


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """A seller links to own pages: a chooser shows draft titles even of pages that are public."""
    if not is_only_seller(request.user):
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=own.order_by().values("pk"))


class OwnImages(ImagesAdminAPIViewSet):
    """The admin's image endpoint, for those whom the image's collection admits."""

    def get_queryset(self) -> QuerySet:
        images = super().get_queryset()
        policy = policy_registry.get_by_type(images.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return images.filter(pk__in=own.values("pk"))


@hooks.register("construct_admin_api", order=999)
def scope_images(router: WagtailAPIRouter) -> None:
    """Wagtail's own endpoint names every image to everybody who may enter."""
    router.register_endpoint("images", OwnImages)


@hooks.register("register_log_actions")
def log_payout_changes(actions: LogActionRegistry) -> None:
    """Name the action that the payout page writes into the history."""
    label = _("Change payout details")
    actions.register_action("accounts.payout_details", label, _("Payout details changed"))
    for move in MOVES.values():
        actions.register_action(move.action, move.label, move.label)
    for name, label, message in (
        ("invite", _("Invite"), _("Somebody was invited into the team")),
        ("join", _("Join"), _("Joined the team")),
        ("give_part", _("Change a part"), _("A member got another part")),
        ("let_go", _("Let go"), _("A member left the team")),
    ):
        actions.register_action(f"accounts.{name}", label, message)


@hooks.register("register_admin_urls")
def register_standing() -> list[URLPattern]:
    """The seller's own page about verification."""
    return [
        path("standing/", standing.standing, name="seller_standing"),
        path("standing/say/", standing.say, name="seller_say"),
    ]


class StandingItem(MenuItem):
    """For whoever may speak for the business."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(seller_ids_of(request.user, PAYOUTS))


@hooks.register(menu_groups.STORE)
def link_standing() -> MenuItem:
    """How the store stands with the shop."""
    return StandingItem(
        _("Your standing"), reverse("seller_standing"), name="standing", icon_name="success", order=800
    )


hooks.register("construct_homepage_panels", add_panel)
hooks.register("construct_homepage_summary_items", daily.add_summary)
hooks.register("register_admin_urls", team_page.urlpatterns)
hooks.register("before_bulk_action", spare_superusers)
hooks.register("construct_main_menu", menus.name_own_things)
hooks.register("construct_store_menu", menus.add_teams)
for _group in menu_groups.GROUPS:
    hooks.register("register_admin_menu_item", _group.menu_item)
for _menu in ("main", "reports", "settings", "help", *(group.name for group in menu_groups.GROUPS)):
    hooks.register(f"construct_{_menu}_menu", menus.keep_open_doors)

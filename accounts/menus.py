"""The menus as a seller needs them: own words for own things, nothing that leads to a closed door."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from accounts import team_page
from accounts.abilities import LISTINGS
from accounts.gate import is_open
from accounts.roles import is_only_seller, seller_ids_of


def leads_somewhere(item: MenuItem) -> bool:
    """Whether a seller may enter where the item leads; a submenu is asked item by item."""
    try:
        return item.url in ("", "#") or is_open(resolve(item.url))
    except Resolver404:
        return False


def keep_open_doors(request: HttpRequest, items: list[MenuItem]) -> None:
    """For any menu: drop what would answer 403."""
    if is_only_seller(request.user):
        items[:] = [item for item in items if leads_somewhere(item)]


def name_own_things(request: HttpRequest, items: list[MenuItem]) -> None:
    """The main menu: "My listings" instead of the tree, "Pictures", no help for those who run the site."""
    if not is_only_seller(request.user):
        return
    items[:] = [item for item in items if item.name not in ("explorer", "images", "help")]
    if not seller_ids_of(request.user, LISTINGS):
        return
    listings, pictures = reverse("listings:index"), reverse("wagtailimages:index")
    items.append(MenuItem(_("My listings"), listings, name="listings", icon_name="tag", order=100))
    items.append(MenuItem(_("Pictures"), pictures, name="pictures", icon_name="image", order=300))


def add_teams(request: HttpRequest, items: list[MenuItem]) -> None:
    """The menu of one's own store: a team for each store that one works for."""
    if is_only_seller(request.user):
        items.extend(team_page.menu_items(request))

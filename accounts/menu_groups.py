"""The groups of the menu. A list says where it stands with `menu_hook = CUSTOMERS`; nothing lists them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

CUSTOMERS = "register_customers_menu_item"
STORE = "register_store_menu_item"


@dataclass(frozen=True)
class Group:
    """One submenu: the hook that fills it, and how it looks."""

    hook: str
    name: str
    label: Any
    icon: str
    order: int

    @property
    def construct_hook(self) -> str:
        """Where its items may be changed for one request."""
        return f"construct_{self.name}_menu"

    def menu_item(self) -> SubmenuMenuItem:
        """The submenu; shown to whoever is shown one of its items."""
        menu = Menu(register_hook_name=self.hook, construct_hook_name=self.construct_hook)
        return SubmenuMenuItem(self.label, menu, name=self.name, icon_name=self.icon, order=self.order)


GROUPS = (
    Group(CUSTOMERS, "customers", _("Customers"), "user", 220),
    Group(STORE, "store", _("Your store"), "home", 400),
)

"""The shelves of the shop, for editors."""

from django.utils.translation import gettext_lazy as _

from accounts.scoping import StaffModelViewSet
from products.models import Category


class CategoryViewSet(StaffModelViewSet):
    """Few rows, so the order is a number one types."""

    model = Category
    name = "categories"
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "slug", "order"]
    list_export = ["name", "slug", "description", "order"]

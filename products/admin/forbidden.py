"""The words that send a submission back, for moderators."""

from django.utils.translation import gettext_lazy as _

from accounts.scoping import StaffModelViewSet
from products.models import ForbiddenWord


class ForbiddenWordViewSet(StaffModelViewSet):
    """Takes effect with the next submission; nothing that is on sale changes."""

    model = ForbiddenWord
    name = "forbidden_words"
    icon = "warning"
    menu_label = _("Forbidden words")
    menu_order = 245
    add_to_settings_menu = True
    list_display = ["word", "reason"]
    search_fields = ["word", "reason"]

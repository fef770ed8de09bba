"""What dj-stripe mirrored, to look at: for those who run the shop, and never to be edited here."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from djstripe import models as djstripe
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from accounts.roles import is_admin


class LookOnly(PermissionHelper):
    """Admins look; nobody writes what is Stripe's to say."""

    def user_can_list(self, user: Any) -> bool:
        return is_admin(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and is_admin(user)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


SECRETS = ("client_secret", "url")  # who has them may pay, or act as the buyer


def discreet(data: Any) -> Any:
    """Stripe's object without what opens a payment."""
    if isinstance(data, dict):
        return {name: "…" if name in SECRETS and value else discreet(value) for name, value in data.items()}
    return [discreet(value) for value in data] if isinstance(data, list) else data


class DiscreetInspect(InspectView):
    """One object as mirrored, without its secrets."""

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "stripe_data":
            return json.dumps(discreet(self.instance.stripe_data), indent=1, ensure_ascii=False)
        return super().get_field_display_value(field_name, field)


class Mirrored(ModelAdmin):
    """A list of one kind of object at Stripe."""

    permission_helper_class = LookOnly
    inspect_view_enabled = True
    inspect_view_class = DiscreetInspect
    inspect_view_fields = ["id", "created", "livemode", "metadata", "stripe_data"]
    list_display = ["id", "created"]
    list_per_page = 25
    search_fields = ["id"]
    menu_icon = "download"


class MirroredCustomer(Mirrored):
    """Customers."""

    model = djstripe.Customer


class MirroredSession(Mirrored):
    """Checkout sessions."""

    model = djstripe.Session


class MirroredIntent(Mirrored):
    """Payment intents."""

    model = djstripe.PaymentIntent


class MirroredCharge(Mirrored):
    """Charges."""

    model = djstripe.Charge


class MirroredRefund(Mirrored):
    """Refunds."""

    model = djstripe.Refund


class StripeMirror(ModelAdminGroup):
    """One menu with the five lists."""

    menu_label = _("At Stripe")
    menu_icon = "download"
    menu_order = 250
    items = (MirroredCustomer, MirroredSession, MirroredIntent, MirroredCharge, MirroredRefund)

"""The businesses that sell here, for the shop's own staff: look one up, verify it, suspend it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn

from accounts.models import Seller
from accounts.scoping import StaffModelViewSet


class SellerViewSet(StaffModelViewSet):
    """Who sells. A suspended seller's listings leave the shop at once; buyers keep what they have."""

    model = Seller
    name = "sellers"
    icon = "group"
    menu_label = _("Sellers")
    menu_order = 210
    add_to_admin_menu = True
    inspect_view_enabled = True
    search_fields = ["name", "owner__email"]
    list_filter = ["state", "country"]
    list_display = [
        "name",
        Column("owner", label=_("Owner"), accessor="owner.email"),
        Column("country", label=_("Country"), sort_key="country"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_export = ["name", "owner.email", "country", "tax_id", "state", "created_at"]
    # Where the money goes is told to the seller and to Stripe only.
    inspect_view_fields = ["name", "owner", "country", "tax_id", "state", "created_at"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name", read_only=True),
                FieldPanel("owner", read_only=True),
                FieldPanel("country", read_only=True),
                FieldPanel("tax_id", read_only=True),
            ],
            heading=_("As they told us"),
        ),
        FieldPanel(
            "state",
            help_text=_(
                "Verified: you know who they are. Suspended: store and listings leave the shop at once; "
                "buyers keep what they have."
            ),
        ),
    ]

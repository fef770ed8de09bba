"""What the Wagtail admin is told about money: registrations only."""

from functools import partial

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail_modeladmin.options import modeladmin_register

from accounts.menu_groups import CUSTOMERS
from cms.reporting import Report
from orders import subscribing, upgrading
from orders.admin import home, keeping, orders, policies
from orders.admin.actions import DeliverAgainView, RefundView, ResendView, TryAgainView
from orders.admin.ageing import AgeingListings
from orders.admin.as_sold import AsSoldView
from orders.admin.coupon_report import CouponsUsed
from orders.admin.coupons import CouponViewSet
from orders.admin.customers import Customers
from orders.admin.lists import EventViewSet, RefundViewSet
from orders.admin.mirror import StripeMirror
from orders.admin.money_reports import REPORTS
from orders.admin.orders import OrderViewSet
from orders.admin.subscriber_report import Subscribers
from orders.admin.suggestions import SuggestionViewSet, editor_buttons

ALL_REPORTS: tuple[type[Report], ...] = (*REPORTS, Subscribers, CouponsUsed, AgeingListings)

modeladmin_register(StripeMirror)
hooks.register("before_delete_page", keeping.refuse_deletion)
hooks.register("before_bulk_action", keeping.refuse_bulk)
hooks.register("construct_homepage_panels", home.add_panels)
hooks.register("construct_to_dos", home.to_dos)
hooks.register("entitlement_buttons", orders.buttons_of_right)
hooks.register("library_links", subscribing.library_links)
hooks.register("ways_up", upgrading.shown)
hooks.register("register_page_header_buttons", editor_buttons)
hooks.register(CUSTOMERS, partial(Customers.menu_item, 210))


@hooks.register("register_admin_viewset")
def register_back_office() -> list[ModelViewSet]:
    """The lists of this app; first who may see what."""
    policies.register()
    return [OrderViewSet(), RefundViewSet(), CouponViewSet(), SuggestionViewSet(), EventViewSet()]


@hooks.register("register_admin_urls")
def register_actions() -> list[URLPattern]:
    """The pages with one button, and the reports."""
    return [
        path("orders/item/<int:pk>/refund/", RefundView.as_view(), name="order_item_refund"),
        path("orders/item/<int:pk>/deliver/", DeliverAgainView.as_view(), name="order_item_deliver"),
        path("orders/item/<int:pk>/as-sold/", AsSoldView.as_view(), name="order_item_as_sold"),
        path("orders/receipt/<int:pk>/", ResendView.as_view(), name="order_resend"),
        path("stripe_events/again/<int:pk>/", TryAgainView.as_view(), name="stripe_event_again"),
        *Customers.urls(),
        *(url for report in ALL_REPORTS for url in report.urls()),
    ]


for _place, _report in enumerate(ALL_REPORTS):
    hooks.register("register_reports_menu_item", partial(_report.menu_item, 100 + _place))


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """What people do to orders, as the history says it."""
    actions.register_action("orders.refund", _("Refund"), _("Refund asked for in the back-office"))
    actions.register_action("orders.deliver_again", _("Deliver again"), _("Delivered again"))
    actions.register_action("orders.resend", _("Send the receipt again"), _("Receipt sent again"))

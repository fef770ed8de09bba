"""What the Wagtail admin is told about what can be had: registrations only."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from cms.discovery import modules_in
from products import followers, pinning
from products.admin import (
    entitlement_page,
    featured,
    home,
    keeping,
    policies,
    quick_edit,
    review_desk,
    review_queue,
    stores,
)
from products.admin.categories import CategoryViewSet
from products.admin.entitlements import EntitlementViewSet
from products.admin.forbidden import ForbiddenWordViewSet
from products.admin.listings import ListingViewSet
from products.admin.mine import MyListingsViewSet
from products.admin.review_actions import DismissReports, HideReviews, ShowReviews
from products.admin.reviews import ReviewViewSet
from products.admin.reviews import to_dos as reviews_to_do
from products.admin.unanswered import UnansweredReviews


@hooks.register("register_admin_viewset")
def register_back_office() -> list[ViewSet]:
    """The lists of this app."""
    policies.register_rights()
    lists = [EntitlementViewSet(), ReviewViewSet(), CategoryViewSet(), ForbiddenWordViewSet()]
    return [*lists, ListingViewSet(), MyListingsViewSet(), policies.PolicyViewSet()]


for _report in (review_queue.ReviewQueue, UnansweredReviews):
    hooks.register("register_admin_urls", _report.urls)
hooks.register("register_admin_menu_item", review_queue.menu_item)
hooks.register("register_settings_menu_item", partial(policies.menu_item, policies.ShopsOwn))
hooks.register("register_reports_menu_item", partial(UnansweredReviews.menu_item, 111))
hooks.register("register_log_actions", entitlement_page.register_actions)
hooks.register("register_log_actions", quick_edit.register_actions)
hooks.register("register_log_actions", featured.register_actions)
hooks.register("register_log_actions", pinning.register_actions)
hooks.register("register_admin_urls", featured.urls)
hooks.register("before_delete_page", keeping.refuse_deletion)
hooks.register("before_bulk_action", keeping.refuse_bulk)
hooks.register("construct_page_action_menu", review_desk.order_buttons)
hooks.register("construct_homepage_panels", home.add_panels)
hooks.register("construct_to_dos", home.to_dos)
hooks.register("construct_to_dos", review_queue.to_dos)
hooks.register("construct_to_dos", reviews_to_do)
hooks.register("construct_to_dos", review_desk.to_dos)
hooks.register("construct_to_dos", featured.to_dos)
for _action in (HideReviews, ShowReviews, DismissReports):
    hooks.register("register_bulk_action", _action)
hooks.register("construct_homepage_summary_items", home.replace_summary, order=900)
hooks.register("before_delete_page", stores.keep_the_store, order=-1)
hooks.register("before_copy_page", stores.keep_the_store)
hooks.register("after_seller_moves", followers.seller_moved)
hooks.register("seller_counts", stores.live_listings)


@hooks.register("register_log_actions")
def name_review_actions(actions: LogActionRegistry) -> None:
    """What people do to reviews, as histories say it."""
    actions.register_action("products.give", _("Give away"), _("Given away by hand"))
    actions.register_action("reviews.answer", _("Answer"), _("Answered in public"))
    actions.register_action("reviews.hide", _("Hide"), _("Hidden"))
    actions.register_action("reviews.show", _("Show again"), _("Shown again"))
    actions.register_action("reviews.dismiss", _("Dismiss reports"), _("Reports dismissed"))


# A kind in a folder may register hooks of its own.
for _module in modules_in("products.kinds", "wagtail_hooks"):
    pass

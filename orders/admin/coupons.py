"""Coupons: sellers' own and the shop's, how often each was used, a link to share, and a switch."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from accounts.abilities import LISTINGS
from accounts.menu_groups import STORE
from accounts.roles import is_admin, seller_ids_of
from accounts.scoping import ScopedModelViewSet, ScopedViewMixin, policy_of
from cms.money import show
from orders.admin.actions import NoFields
from orders.admin.coupon_form import CouponEditor
from orders.models import Coupon, Item, Order
from products.models import Storefront

MOST_ORDERS = 20


def off(coupon: Any) -> str:
    """ "20 %", "12.5 %" or "€5.00"."""
    if coupon.basis_points is None:
        return show(coupon.amount, coupon.currency)
    return f"{coupon.basis_points / 100:g} %"


def uses(coupon: Any) -> str:
    """ "3 of 10", or "3"."""
    if coupon.most is None:
        return str(coupon.taken)
    return _("%(taken)s of %(most)s") % {"taken": coupon.taken, "most": coupon.most}


def window(coupon: Any) -> str:
    """From when to when, as far as it is limited."""
    first, last = coupon.starts_at, coupon.ends_at
    said = {
        "first": date_format(localtime(first), "SHORT_DATETIME_FORMAT") if first else "",
        "last": date_format(localtime(last), "SHORT_DATETIME_FORMAT") if last else "",
    }
    if first and last:
        return _("%(first)s to %(last)s") % said
    return _("until %(last)s") % said if last else _("from %(first)s") % said if first else _("always")


def state(coupon: Any) -> str:
    """In one or two words: whether it can be used now, or why not."""
    if not coupon.is_active:
        return _("off")
    if coupon.has_ended():
        return _("ended")
    if coupon.most is not None and coupon.taken >= coupon.most:
        return _("used up")
    return _("active") if coupon.has_begun() else _("not begun")


def is_usable(coupon: Any) -> bool:
    """Whether somebody can use it now."""
    return state(coupon) == _("active")


def whose(coupon: Any) -> str:
    """The store that bears it, or the shop."""
    return coupon.seller.name if coupon.seller else _("The shop")


def good_for(coupon: Any) -> str:
    """Everything, or what it names, and of which store."""
    what = str(coupon.get_scope_display())
    return f"{what} · {coupon.store.name}" if coupon.store else what


def link_of(coupon: Any) -> str:
    """An address that brings the coupon along: the store's page, or the front page."""
    page = Storefront.objects.filter(seller=coupon.seller_id or coupon.store_id, live=True).first()
    return f"{(page and page.full_url) or settings.SITE_URL + '/'}?coupon={coupon.code}"


class CouponIndex(IndexView):
    """One query for the page."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("use", "seller", "store")

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        label = _("Switch off") if instance.is_active else _("Switch on")
        url = reverse("coupons:switch", args=[instance.pk])
        return [
            *super().get_list_more_buttons(instance),
            Button(label, url=url, icon_name="view", priority=30),
        ]

    @cached_property
    def columns(self) -> list[Column]:
        """Whose they are is said to who sees several stores' coupons."""
        user = self.request.user
        names_stores = is_admin(user) or len(seller_ids_of(user, LISTINGS)) > 1
        return [column for column in super().columns if column.name != "seller" or names_stores]


class CouponInspect(InspectView):
    """A coupon, its link, and the orders it was used for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        coupon, user = self.object, self.request.user
        orders = policy_of(Order).reach(user, Order.objects.paid().filter(redemption__coupon=coupon))
        items = policy_of(Item).reach(user, Item.objects.filter(order__in=orders))
        given = items.aggregate(given=Sum("discount", default=0), borne=Sum("discount_by_shop", default=0))
        return super().get_context_data(
            facts=[
                (_("Of"), whose(coupon)),
                (_("Takes off"), off(coupon)),
                (_("Good for"), good_for(coupon)),
                (_("From an amount of"), show(coupon.minimum, coupon.currency) if coupon.minimum else "–"),
                (_("When"), window(coupon)),
                (_("Used"), uses(coupon)),
                (_("Uses for each buyer"), coupon.most_each or "–"),
                (_("State"), state(coupon)),
                (_("Given in paid orders"), show(given["given"], coupon.currency)),
                (_("Of it borne by the shop"), show(given["borne"], coupon.currency)),
            ],
            link=link_of(coupon),
            may_change=policy_of(Coupon).user_has_permission_for_instance(user, "change", coupon),
            orders=orders.order_by("-paid_at")[:MOST_ORDERS],
            **kwargs,
        )


class CouponSwitch(ScopedViewMixin, WagtailAdminTemplateMixin, FormView):
    """Off, so that nobody uses it any more; and on again. What was ordered with it stays as it is."""

    model = Coupon
    template_name = "orders/admin/confirm.html"
    form_class = NoFields
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object: Any = get_object_or_404(Coupon, pk=kwargs["pk"])
        if not policy_of(Coupon).user_has_permission_for_instance(request.user, "change", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        label = _("Switch %(code)s off") if self.object.is_active else _("Switch %(code)s on")
        return label % {"code": self.object.code}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("coupons:index"), "label": _("Coupons")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("coupons:inspect", args=[self.object.pk]),
            button=_("Switch off") if self.object.is_active else _("Switch on"),
            words=_("Orders that were placed with it keep their prices."),
            **kwargs,
        )

    def form_valid(self, form: NoFields) -> HttpResponse:
        becomes = not self.object.is_active
        Coupon.objects.filter(pk=self.object.pk).update(is_active=becomes)
        log(instance=self.object, action="wagtail.edit", user=self.request.user)
        messages.success(self.request, _("It is on.") if becomes else _("It is off: nobody can use it now."))
        return redirect("coupons:index")


class CouponViewSet(ScopedModelViewSet):
    """Made and changed by whoever writes the store's listings; kept for ever, since orders stand on it."""

    model = Coupon
    seller_path = "seller"
    ability = LISTINGS
    ability_to_change = LISTINGS
    name = "coupons"
    icon = "tag"
    menu_label = gettext_lazy("Coupons")
    menu_order = 300
    menu_hook = STORE
    index_view_class = CouponIndex
    inspect_view_class = CouponInspect
    inspect_template_name = "orders/admin/coupon.html"
    inspect_view_fields = ["code"]
    list_filter = ["is_active", "scope"]
    search_fields = ["code"]
    list_display = [
        "code",
        Column("seller", label=gettext_lazy("Of"), accessor=whose),
        Column("off", label=gettext_lazy("Takes off"), accessor=off),
        Column("scope", label=gettext_lazy("Good for"), accessor=good_for),
        Column("uses", label=gettext_lazy("Used"), accessor=uses),
        Column("window", label=gettext_lazy("When"), accessor=window),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state, primary=is_usable),
    ]

    def get_form_class(self, for_update: bool = False) -> type[CouponEditor]:
        return CouponEditor

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/switch/", CouponSwitch.as_view(), name="switch")]

"""The report page for sellers and for those who run the shop."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts import abilities
from accounts.models import Seller
from accounts.roles import is_admin, seller_ids_of, sellers_of
from orders import reports


class MoneyReport(WagtailAdminTemplateMixin, TemplateView):
    """Sales by month and by listing; balances per seller. Sellers see their own."""

    page_title = _("Money")
    header_icon = "table"
    template_name = "orders/admin/money_report.html"
    open_to_sellers = True  # it asks for own sellers only

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (is_admin(request.user) or seller_ids_of(request.user, abilities.MONEY)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        sellers = Seller.objects.all() if is_admin(user) else sellers_of(user, abilities.MONEY)
        return super().get_context_data(
            months=reports.by_month(sellers),
            listings=reports.by_listing(sellers)[:100],
            balances=reports.by_seller(sellers),
            **kwargs,
        )

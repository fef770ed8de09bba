"""The home page of the admin as far as money goes: what a seller earned, what sells, how the shop stands."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from accounts.abilities import LISTINGS, MONEY, ORDERS
from accounts.roles import is_admin, seller_ids_of
from accounts.scoping import policy_of
from orders import figures, reports
from orders.admin.orders import titles_of, total_of, with_shown_items
from orders.models import Order, Refund, StripeEvent
from orders.models.event import MOST_ATTEMPTS
from products.delivery import PATIENCE
from products.models import Entitlement

SECONDS = 60  # a busy seller's sums are made once a minute
LATEST = 5


def glance(name: str, seller_ids: list[int], make: Callable[[], Any]) -> Any:
    """What `make` found at most a minute ago for these sellers."""
    return cache.get_or_set(f"home-{name}-{'-'.join(map(str, sorted(seller_ids)))}", make, SECONDS)


class HomePanel(Component):
    """A panel with our few styles."""

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/admin-home.css"]})


class MoneyPanel(HomePanel):
    """What is owed, today, the last 7 and 30 days: one query, at most once a minute."""

    order = 45
    template_name = "orders/admin/money_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        own = seller_ids_of(parent_context["request"].user, MONEY)
        return {"rows": glance("money", own, lambda: reports.earnings_of(own))}


class ChartPanel(HomePanel):
    """Earnings day by day, drawn on the server, beside the period before."""

    order = 60
    template_name = "orders/admin/chart_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        own = seller_ids_of(request.user, MONEY)
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, figures.RANGES) else figures.RANGES[0]
        chart = glance(f"chart-{days}", own, lambda: figures.chart_of(own, days))
        return {"chart": chart, "ranges": figures.RANGES}


class LatestPanel(HomePanel):
    """The newest paid orders, as much of each as the person may know. Two queries."""

    order = 67
    template_name = "orders/admin/latest_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        own = policy_of(Order).reach(user, Order.objects.paid()).order_by("-paid_at", "-pk")
        orders = with_shown_items(own, user)[:LATEST]
        rows = [{"order": order, "titles": titles_of(order), "total": total_of(order)} for order in orders]
        return {"rows": rows}


class BestPanel(HomePanel):
    """What sells best by money taken. One query, at most once a minute."""

    order = 66
    template_name = "orders/admin/best_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        own = seller_ids_of(parent_context["request"].user, MONEY)
        rows = glance("best", own, lambda: _best(own))
        return {"rows": rows, "may_edit": bool(seller_ids_of(parent_context["request"].user, LISTINGS))}


def _best(sellers: list[int]) -> list[dict[str, Any]]:
    return list(reports.by_listing(reports.traded(sellers)).order_by("-gross", "listing_id")[:LATEST])


class ShopPanel(HomePanel):
    """The shop's last thirty days, for those who run it. Two queries, at most once a minute."""

    order = 40
    template_name = "orders/admin/shop_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = glance("shop", [], figures.of_the_shop)
        rate = round(found["paid"] * 100 / found["placed"]) if found["placed"] else None
        return {"found": found, "rate": rate}


class HealthPanel(HomePanel):
    """What stands still and where to go to mend it. Two queries; the orders' part comes with the figures."""

    order = 41
    template_name = "orders/admin/health_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = glance("shop", [], figures.of_the_shop)
        given_up = StripeEvent.objects.filter(handled_at=None, attempts__gte=MOST_ATTEMPTS).count()
        late = timezone.now() - PATIENCE
        stuck = Entitlement.objects.non_polymorphic().undelivered().filter(activated_at__lt=late).count()
        events, orders = reverse("stripe_events:index"), reverse("orders:index")
        lines = [
            (_("Stripe events given up"), given_up, f"{events}?given_up=true"),
            (_("Deliveries that wait"), stuck, reverse("entitlements:index") + "?state=active"),
            (_("Orders somebody must look at"), found["problems"], f"{orders}?problem=true"),
            (_("Late payments to give back"), found["returned"], f"{orders}?state=returned"),
        ]
        rows = [{"label": label, "count": count, "url": url} for label, count, url in lines]
        return {"rows": rows, "is_well": not any(row["count"] for row in rows)}


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Each person the panels that their part carries."""
    if is_admin(request.user):
        panels += [ShopPanel(), HealthPanel()]
    if seller_ids_of(request.user, MONEY):
        panels += [MoneyPanel(), ChartPanel(), BestPanel()]
    if seller_ids_of(request.user, ORDERS):
        panels.append(LatestPanel())


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """What the seller's orders wait for: refunds that did not go through."""
    failed = policy_of(Refund).reach(request.user, Refund.objects.filter(state=Refund.State.FAILED)).count()
    label = ngettext("refund did not go through", "refunds did not go through", failed)
    return [{"label": label, "count": failed, "url": f"{reverse('refunds:index')}?state=failed"}]

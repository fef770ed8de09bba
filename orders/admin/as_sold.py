"""A listing as it was sold, for those who answer its buyer; the buyer's own address stays secret."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from accounts.scoping import ScopedViewMixin
from cms.security import kept_strict
from orders.as_sold import KEPT, context_of
from orders.models import Item, Order


@method_decorator(never_cache, name="dispatch")
class AsSoldView(ScopedViewMixin, View):
    """Sellers see it of what they sold, staff of everything."""

    model = Item

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same page as the buyer's, with the way back into the admin."""
        paid = Item.objects.filter(order__state=Order.State.PAID).select_related(*KEPT)
        item = get_object_or_404(paid, pk=pk)
        back = reverse("orders:inspect", args=[item.order_id])
        answer = render(request, "orders/as_sold.html", {**context_of(item), "back": back})
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return kept_strict(answer)

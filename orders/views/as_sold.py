"""The buyer's view of a listing as it was sold, behind the same secret address as the order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from orders.as_sold import context_of
from orders.models import Item, Order
from orders.views.answers import secret_address


@secret_address
def as_sold(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One item of a paid order; 404 for everybody else's items, and for orders that were never paid."""
    paid = Item.objects.filter(order__token=token, order__state=Order.State.PAID)
    item = get_object_or_404(paid.select_related("order", "revision"), pk=pk)
    return render(request, "orders/as_sold.html", {**context_of(item), "back": item.order.get_absolute_url()})

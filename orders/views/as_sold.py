"""What an order was about, word for word: listings and terms as they were, behind its secret address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from orders.as_sold import KEPT, context_of
from orders.models import Item, Order
from orders.views.answers import secret_address


@secret_address
def as_sold(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One item of a paid order; 404 for everybody else's items, and for orders that were never paid."""
    paid = Item.objects.filter(order__token=token, order__state=Order.State.PAID)
    item = get_object_or_404(paid.select_related(*KEPT), pk=pk)
    return render(request, "orders/as_sold.html", {**context_of(item), "back": item.order.get_absolute_url()})


@secret_address
def terms(request: HttpRequest, token: str, which: str) -> HttpResponse:
    """The terms, or the page about withdrawal, in the wording that the buyer accepted."""
    order = get_object_or_404(
        Order.objects.select_related("terms_revision", "withdrawal_revision"), token=token
    )
    revision = {"terms": order.terms_revision, "withdrawal": order.withdrawal_revision}.get(which)
    if revision is None:
        raise Http404
    context = {"order": order, "revision": revision, "page": revision.as_object()}
    return render(request, "orders/accepted.html", {**context, "back": order.get_absolute_url()})

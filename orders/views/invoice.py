"""The invoice: who it is made out to is asked once, then it is numbered, frozen and printed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cms import countries
from cms.models import LegalSettings
from orders import viewers
from orders.forms import InvoiceForm
from orders.models import Invoice, Order
from orders.views.answers import secret_address

ISSUER = ("legal_name", "address", "email", "vat_id", "tax_note")


@secret_address
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The invoice of a paid order, for its buyer; others get the 404 of an unknown order."""
    order = get_object_or_404(Order.objects.paid().select_related("buyer"), token=token, total__gt=0)
    viewer = viewers.of(request, order)
    if not viewer.may_see_address:
        raise Http404
    issued = Invoice.objects.filter(order=order).first()
    if issued:
        return render(request, "orders/invoice.html", _shown(order, issued))
    typed = request.POST if request.method == "POST" else None
    form = InvoiceForm(typed, country=order.country, initial=_initial(order, viewer))
    if form.is_valid():
        Invoice.issue(order, **_fields(request, order, form.cleaned_data))
        return redirect("order_invoice", token=token)
    return render(request, "orders/invoice_form.html", {"order": order, "form": form})


def _initial(order: Order, viewer: viewers.Viewer) -> dict[str, str]:
    """A guest may have written anybody's address: the name of its account is shown to its owner alone."""
    name = order.business_name or (str(order.buyer) if viewer.is_owner else "")
    return {"buyer_name": name, "buyer_tax_id": order.tax_id}


def _fields(request: HttpRequest, order: Order, said: dict[str, str]) -> dict[str, Any]:
    legal = LegalSettings.shown_on(request)
    return {
        "issuer": {name: str(legal[name]) for name in ISSUER},
        "buyer_name": said["buyer_name"],
        "buyer_address": said["buyer_address"],
        "buyer_tax_id": said["buyer_tax_id"],
        "is_reverse_charge": countries.is_reverse_charge(
            legal["vat_id"], said["buyer_tax_id"], order.country
        ),
    }


def _shown(order: Order, issued: Invoice) -> dict[str, Any]:
    items = list(order.items.order_by("pk"))
    return {
        "order": order,
        "invoice": issued,
        "items": items,
        "country": countries.name_of(order.country),
        "refunded": sum(item.refunded_amount for item in items),
    }

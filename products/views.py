"""The library: what a person has."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from products.delivery import may_open
from products.models import Entitlement


def opened(request: HttpRequest, pk: int) -> Entitlement:
    """The entitlement behind an address, if this person may open it; else the 404 of an unknown one."""
    entitlement = get_object_or_404(Entitlement.objects.select_related("listing", "holder"), pk=pk)
    if not may_open(request.user, entitlement):
        raise Http404
    return entitlement


@login_required
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """Everything the person holds, newest first."""
    held = (
        Entitlement.objects.active()
        .held_by(request.user)
        .select_related("listing__card")
        .order_by("-activated_at")
    )
    return render(request, "products/library.html", {"entitlements": held[:200]})


@login_required
@never_cache
def library_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing the person holds, as its kind shows it."""
    entitlement = opened(request, pk)
    return render(request, entitlement.library_template, {"entitlement": entitlement})

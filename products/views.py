"""The library: what a person has."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from products import passes
from products.delivery import may_open
from products.models import Entitlement
from products.reviewing import form_for, may_review
from products.shelf import Shelf

PER_PAGE = 24

View = Callable[..., HttpResponseBase]


class NoLongerOpen(Exception):
    """The holder's right has ended; told kindly, since they know that they had it."""

    def __init__(self, entitlement: Entitlement) -> None:
        super().__init__(str(entitlement))
        self.entitlement = entitlement


def opened(request: HttpRequest, pk: int) -> Entitlement:
    """The entitlement behind an address, if whoever asks may open it; else the 404 of an unknown one.

    Raises NoLongerOpen when it was theirs and has ended: wrap the view in `for_holders`, which answers that.
    """
    entitlement = get_object_or_404(Entitlement.objects.select_related("listing__card", "holder"), pk=pk)
    carried = passes.carried(request.session)
    if may_open(request.user, entitlement, passes=carried):
        return entitlement
    is_known = entitlement.holder_id == request.user.pk or pk in carried
    if is_known and entitlement.activated_at:
        raise NoLongerOpen(entitlement)
    raise Http404


def for_holders(view: View) -> View:
    """Guard a view of one entitlement: members, and guests who carry its pass; others sign in first."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, pk: int, **rest: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and pk not in passes.carried(request.session):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/library/")
        try:
            return view(request, pk, **rest)
        except NoLongerOpen as told:
            return render(
                request, "products/library_ended.html", {"entitlement": told.entitlement}, status=410
            )

    return guarded


@login_required
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """Everything the person has or had, as searched, filtered and sorted."""
    shelf = Shelf(request.user, request.GET)
    page = Paginator(shelf.entitlements(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "products/library.html", {"shelf": shelf, "page": page})


@for_holders
def library_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing the person holds, as its kind shows it."""
    entitlement = opened(request, pk)
    person, listing_id = request.user, entitlement.listing_id
    may = person.is_authenticated and may_review(person, listing_id)
    context = {"entitlement": entitlement, "review_form": form_for(person, listing_id) if may else None}
    return render(request, entitlement.library_template, context)

"""The gate as views meet it: what somebody holds is opened to them alone, guests with a pass included."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from products import passes
from products.delivery import may_open
from products.models import Entitlement

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

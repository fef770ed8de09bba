"""Whose a listing is: the admin's own views on listings ask here, and what is not one's own is unknown."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.abilities import LISTINGS
from accounts.roles import sellers_of
from products.models import Listing, Storefront


def own_stores(user: Any) -> QuerySet[Storefront]:
    """The storefronts whose listings the person may work on, the oldest first."""
    return Storefront.objects.filter(seller__in=sellers_of(user, LISTINGS)).order_by("pk")


def below(stores: Any) -> QuerySet[Listing]:
    """Every listing of these stores, as rows of the common table."""
    inside = Q(pk__in=[])
    for path in [store.path for store in stores]:
        inside |= Q(path__startswith=path, depth__gt=len(path) // Listing.steplen)
    return Listing.objects.filter(inside)


class OwnListings:
    """Mix in before an admin view: knows the person's stores, turns away who has none."""

    open_to_sellers = True
    stores: list[Storefront]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before anything is loaded."""
        self.stores = list(own_stores(request.user))
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.stores:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def own(self, pk: int) -> Any:
        """The listing of this key as its own kind. Raises Http404 for unknown keys and those of others."""
        found = below(self.stores).filter(pk=pk).specific().first()  # type: ignore[attr-defined]  # a page queryset
        if found is None:
            raise Http404
        return found

"""Which listings stand first in one's store: chosen and taken back at once, without a review."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from products import pinning
from products.admin.own import OwnListings
from products.models import Card


class PinView(OwnListings, View):
    """GET shows what stands first; POST with `on` shows this listing first, without it among the others."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        listing = self.own(pk)
        card = Card.objects.public().filter(pk=listing.pk).first()
        if card is None:
            messages.info(request, _("Only what buyers can see can stand first."))
            return redirect("listings:index")
        context = {"listing": listing, "card": card, "most": pinning.MOST}
        context["pins"] = list(pinning.pinned(card.seller_id)[: pinning.MOST])
        return render(request, "products/admin/pins.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        listing = self.own(pk)
        if not Card.objects.public().filter(pk=listing.pk).exists():
            return self.get(request, pk)
        said = {"title": listing.title}
        if "on" not in request.POST:
            pinning.unpin(listing, request.user)
            messages.success(request, _("“%(title)s” stands with the others again.") % said)
            return redirect("listings:index")
        try:
            pinning.pin(listing, request.user)
        except pinning.Full as refusal:
            messages.error(request, str(refusal))
            return self.get(request, pk)
        messages.success(request, _("“%(title)s” stands first in your store.") % said)
        return redirect("listings:index")

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

    def get(self, request: HttpRequest, pk: int, status: int = 200) -> HttpResponse:
        listing = self.own(pk)
        card = Card.objects.filter(pk=listing.pk).first()
        if card is None or not (card.is_public or card.pinned_at):
            messages.info(request, _("Only what buyers can see can stand first."))
            return redirect("listings:index")
        pins = pinning.pinned(card.seller_id, card.seller_url)
        context = {"listing": listing, "card": card, "most": pinning.MOST, "pins": pins}
        return render(request, "products/admin/pins.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        listing = self.own(pk)
        said = {"title": listing.title}
        if "on" not in request.POST:
            pinning.unpin(listing, request.user)
            messages.success(request, _("“%(title)s” stands with the others again.") % said)
            return redirect("listings:index")
        if not Card.objects.public().filter(pk=listing.pk).exists():
            return self.get(request, pk)
        try:
            pinning.pin(listing, request.user)
        except pinning.Full as refusal:
            messages.error(request, str(refusal))
            return self.get(request, pk, status=409)
        messages.success(request, _("“%(title)s” stands first in your store.") % said)
        return redirect("listings:index")

"""A store answers what campaigns propose: a lower price of an offer, for a time, accepted or declined."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogActionRegistry

from accounts.abilities import LISTINGS
from accounts.roles import seller_ids_of
from cms.money import share, show
from products import featuring
from products.models import FeaturedPrice
from products.models.featured import FeaturedPriceQuerySet

NAME = "featured_prices"
MOST_ANSWERED = 50
ANSWERS = {"accept": FeaturedPrice.State.ACCEPTED, "decline": FeaturedPrice.State.DECLINED}


def of_person(user: Any) -> FeaturedPriceQuerySet:
    """What was proposed to the stores whose listings the person writes."""
    rows = FeaturedPrice.objects.of_sellers(seller_ids_of(user, LISTINGS))
    return rows.with_offers().select_related("campaign", "offer__listing")


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """[{label, count, url}]: proposals without an answer. One query."""
    count = of_person(request.user).open(timezone.now()).count()
    label = ngettext("campaign price waits for your answer", "campaign prices wait for your answer", count)
    return [{"label": label, "count": count, "url": reverse(NAME)}]


def register_actions(actions: LogActionRegistry) -> None:
    """What a store says, as the history of the listing tells it."""
    accepted, declined = gettext_lazy("Campaign price accepted"), gettext_lazy("Campaign price declined")
    actions.register_action(featuring.ACCEPT, gettext_lazy("Accept campaign price"), accepted)
    actions.register_action(featuring.DECLINE, gettext_lazy("Decline campaign price"), declined)


def urls() -> list[URLPattern]:
    """One page, which also takes the answers."""
    return [path("featured-prices/", FeaturedPricesView.as_view(), name=NAME)]


class FeaturedPricesView(WagtailAdminTemplateMixin, TemplateView):
    """Each proposal with what it would leave to the store, and two buttons."""

    open_to_sellers = True  # it shows and takes only what was proposed to the person's own stores
    template_name = "products/admin/featured.html"
    page_title = gettext_lazy("Campaign prices")
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not seller_ids_of(request.user, LISTINGS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take one answer; Http404 for what was proposed to somebody else."""
        number, state = request.POST.get("row", ""), ANSWERS.get(request.POST.get("answer", ""))
        row = get_object_or_404(of_person(request.user), pk=number if number.isdecimal() else 0)
        seen_at = parse_datetime(request.POST.get("seen", "")[:40])
        if state and seen_at and featuring.answer(row, state, seen_at, request.user):
            messages.success(request, _("Thank you. Your answer is kept."))
        else:
            messages.warning(request, _("That is not asked for any more. Below is how things stand now."))
        return redirect(NAME)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = of_person(self.request.user)
        answered = rows.exclude(state=FeaturedPrice.State.PROPOSED).order_by("-answered_at", "-pk")
        proposals = [_facts(row) for row in rows.open(timezone.now())]
        return super().get_context_data(
            proposals=proposals, answered=[_facts(row) for row in answered[:MOST_ANSWERED]], **kwargs
        )


def _facts(row: FeaturedPrice) -> dict[str, Any]:
    own = row.offer.price or 0
    return {
        "row": row,
        "seen": row.proposed_at.isoformat(),
        "own": show(own),
        "price": show(row.price),
        "income": show(_income(row.price)),
        "own_income": show(_income(own)),
    }


def _income(price: int) -> int:
    """What the store keeps of a price, in minor units."""
    return price - share(price, settings.PLATFORM_FEE_BPS)

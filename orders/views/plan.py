"""Another plan of the same listing: what there is, what it would cost, and the press that changes it."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.money import show
from orders import plan_changes
from orders.forms import PlanForm
from orders.gateway import GatewayTrouble
from orders.models import PlanChange, Subscription
from orders.steering import CannotChange, keep_plan
from orders.views.answers import secret_address
from orders.views.subscription import TROUBLE, tell, theirs
from products.models import Offer
from products.presentation_offers import price_of


@secret_address
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the other plans, and what the chosen one would cost. POST: change to it."""
    plan = theirs(request, pk)
    offers = plan_changes.choices(plan)
    if not offers:
        return redirect(plan)
    data = request.POST if request.method == "POST" else request.GET
    chosen = next((one for one in offers if str(one.pk) == data.get("offer", "")), None)
    if request.method == "POST" and chosen:
        return _change(request, plan, chosen)
    return _show(request, plan, offers, chosen)


@require_POST
@secret_address
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back that waits for the end of the period."""
    plan = theirs(request, pk)
    return tell(request, plan, lambda: keep_plan(plan), _("You keep the plan you have."))


def _show(
    request: HttpRequest, plan: Subscription, offers: list[Offer], chosen: Offer | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "options": [_option(plan, offer, chosen or offers[0]) for offer in offers],
        "chosen": chosen,
    }
    try:
        context["quoted"] = plan_changes.quote(plan, chosen) if chosen else None
    except GatewayTrouble:
        messages.error(request, TROUBLE)
    return render(request, "orders/plan.html", context)


def _option(plan: Subscription, offer: Offer, chosen: Offer) -> dict[str, Any]:
    is_now = plan_changes.when_of(plan, offer) == PlanChange.When.NOW
    return {
        "value": offer.pk,
        "label": offer.name,
        "note": _("begins at once") if is_now else _("begins when the period ends"),
        "price_label": price_of(offer),
        "checked": offer == chosen,
    }


def _change(request: HttpRequest, plan: Subscription, chosen: Offer) -> HttpResponse:
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _again(plan, chosen)
    moment = datetime.fromtimestamp(form.cleaned_data["moment"], UTC)
    try:
        made = plan_changes.change(plan, chosen, form.cleaned_data["seen"], moment)
    except CannotChange as refusal:
        messages.error(request, str(refusal))
        return _again(plan, chosen)
    except GatewayTrouble:
        messages.error(request, TROUBLE)
        return redirect(plan)
    messages.success(request, _done(made))
    return redirect(plan)


def _again(plan: Subscription, chosen: Offer) -> HttpResponse:
    return redirect(f"{plan.get_absolute_url()}plan/?offer={chosen.pk}")


def _done(made: PlanChange) -> str:
    if made.when == PlanChange.When.RENEWAL:
        return _("Your plan changes when the period ends that you have paid for.")
    if not made.quoted:
        return _("Your plan is changed.")
    return _("Your plan is changed, and %(amount)s was charged.") % {
        "amount": show(made.quoted, made.subscription.currency)
    }

"""A subscription for whoever pays it: how it goes on, what was paid, cancel, resume."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orders import billing, standing, subscriptions, viewers
from orders.forms import CancelForm
from orders.gateway import GatewayTrouble
from orders.models import Subscription
from orders.views.answers import SeeOther, secret_address

MOST_PAYMENTS = 60


def _theirs(request: HttpRequest, pk: int) -> Subscription:
    """The subscription, if this browser may manage it; else the 404 of an unknown one."""
    plans = Subscription.objects.begun().select_related("entitlement__listing")
    plan = get_object_or_404(plans, pk=pk)
    if not viewers.may_manage(request, plan):
        raise Http404
    return plan


@secret_address
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands; who is not signed in and has no pass signs in first."""
    try:
        plan = _theirs(request, pk)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    return _show(request, plan, CancelForm())


def _show(request: HttpRequest, plan: Subscription, form: CancelForm) -> HttpResponse:
    paid = plan.orders.order_by("-pk").prefetch_related("items")[:MOST_PAYMENTS]
    context = {
        "plan": plan,
        "right": plan.entitlement,
        "form": form,
        "clock_url": settings.STRIPE_TEST_CLOCK_URL.format(plan.stripe_id),
        "orders": [{"order": order, "tag": standing.tag(order, order.items.all())} for order in paid],
    }
    return render(request, "orders/subscription.html", context)


@require_POST
@secret_address
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it end with the period that is paid."""
    plan = _theirs(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, form)
    try:
        subscriptions.cancel(plan, form.cleaned_data["why"], form.cleaned_data["words"])
    except subscriptions.CannotChange as refusal:
        messages.error(request, str(refusal))
    except GatewayTrouble:
        messages.error(request, _("That did not reach our payment provider. Please try again."))
    else:
        messages.success(request, _("Your subscription is cancelled. We have mailed you a confirmation."))
    return redirect(plan)


@require_POST
@secret_address
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cancellation back."""
    plan = _theirs(request, pk)
    try:
        subscriptions.resume(plan)
    except subscriptions.CannotChange as refusal:
        messages.error(request, str(refusal))
    except GatewayTrouble:
        messages.error(request, _("That did not reach our payment provider. Please try again."))
    else:
        messages.success(request, _("Your subscription goes on."))
    return redirect(plan)


@secret_address
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: off to the page where another card is given. GET: back from there."""
    plan = _theirs(request, pk)
    try:
        if request.method == "POST" and plan.is_running:
            return SeeOther(billing.open_card_page(plan))
        taken = subscriptions.take_card(plan, request.GET.get("session_id", "")[:200])
    except GatewayTrouble:
        messages.error(request, _("That did not reach our payment provider. Please try again."))
        return redirect(plan)
    plan.refresh_from_db()
    if taken and plan.state == Subscription.State.PAST_DUE:
        messages.error(request, _("The card is saved, but it was declined, too. Please try another one."))
    elif taken:
        messages.success(request, _("Your new card is saved and pays from now on."))
    return redirect(plan)

"""A subscription for whoever pays it: how it goes on, what was paid, cancel, resume, pause, another card."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from orders import billing, plan_changes, standing, steering, viewers
from orders.forms import CancelForm, PauseForm
from orders.gateway import GatewayTrouble
from orders.models import Subscription
from orders.views.answers import SeeOther, secret_address

MOST_PAYMENTS = 60
TROUBLE = gettext_lazy("That did not reach our payment provider. Please try again.")


def theirs(request: HttpRequest, pk: int) -> Subscription:
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
        plan = theirs(request, pk)
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
        "pause_form": PauseForm() if steering.may_pause(plan) else None,
        "next": plan_changes.waiting(plan),
        "has_choices": bool(plan_changes.choices(plan)),
        "has_portal": bool(settings.STRIPE_PORTAL and plan.stripe_customer),
        "clock_url": settings.STRIPE_TEST_CLOCK_URL.format(plan.stripe_id),
        "orders": [{"order": order, "tag": standing.tag(order, order.items.all())} for order in paid],
    }
    return render(request, "orders/subscription.html", context)


@require_POST
@secret_address
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it end with the period that is paid."""
    plan = theirs(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, form)
    said = form.cleaned_data
    return tell(
        request,
        plan,
        lambda: steering.cancel(plan, said["why"], said["words"]),
        _("Your subscription is cancelled. We have mailed you a confirmation."),
    )


@require_POST
@secret_address
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cancellation back."""
    plan = theirs(request, pk)
    return tell(request, plan, lambda: steering.resume(plan), _("Your subscription goes on."))


@require_POST
@secret_address
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Skip the payments of some months."""
    plan = theirs(request, pk)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return redirect(plan)
    months = int(form.cleaned_data["months"])
    done = _("Your subscription is paused. We have mailed you when it goes on.")
    return tell(request, plan, lambda: steering.pause(plan, months), done)


@require_POST
@secret_address
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """End a pause before its time."""
    plan = theirs(request, pk)
    return tell(request, plan, lambda: steering.go_on(plan), _("Your subscription goes on."))


@require_POST
@secret_address
def portal(request: HttpRequest, pk: int) -> HttpResponse:
    """Off to Stripe's own pages about cards and bills."""
    plan = theirs(request, pk)
    if not settings.STRIPE_PORTAL or not plan.stripe_customer:
        raise Http404
    try:
        return SeeOther(billing.open_portal(plan))
    except GatewayTrouble:
        messages.error(request, TROUBLE)
    return redirect(plan)


def tell(request: HttpRequest, plan: Subscription, verb: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, and say on the subscription's page what came of it."""
    try:
        verb()
    except steering.CannotChange as refusal:
        messages.error(request, str(refusal))
    except GatewayTrouble:
        messages.error(request, TROUBLE)
    else:
        messages.success(request, done)
    return redirect(plan)


@secret_address
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: off to the page where another card is given. GET: back from there."""
    plan = theirs(request, pk)
    try:
        if request.method == "POST" and plan.is_running:
            return SeeOther(billing.open_card_page(plan))
        taken = steering.take_card(plan, request.GET.get("session_id", "")[:200])
    except GatewayTrouble:
        messages.error(request, TROUBLE)
        return redirect(plan)
    plan.refresh_from_db()
    if taken and plan.state == Subscription.State.PAST_DUE:
        messages.error(request, _("The card is saved, but it was declined, too. Please try another one."))
    elif taken:
        messages.success(request, _("Your new card is saved and pays from now on."))
    return redirect(plan)

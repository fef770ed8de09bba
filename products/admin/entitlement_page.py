"""One right in the back office: its facts, those of its kind, what happened to it, what may be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from accounts.roles import is_admin
from accounts.scoping import ScopedViewMixin, policy_of
from products import delivery
from products.models import Entitlement

WITHDRAW = "products.withdraw"


def register_actions(actions: LogActionRegistry) -> None:
    """What staff do to a right, as the history says it."""
    actions.register_action(WITHDRAW, gettext_lazy("Withdraw access"), gettext_lazy("Access withdrawn"))


def kind_of(entitlement: Entitlement) -> str:
    """The kind's name, such as "Download pass"."""
    row_type = entitlement.polymorphic_ctype
    model = row_type.model_class() if row_type else None
    return str((model or Entitlement)._meta.verbose_name).capitalize()


def holder_as_seen_by(user: Any, entitlement: Entitlement) -> str:
    """The whole address for staff; enough to tell buyers apart for sellers."""
    email = entitlement.holder.email
    if policy_of(Entitlement).reaches_all(user):
        return email
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


@dataclass(frozen=True)
class Moment:
    """One line of the history; `who` is empty where the machine did it."""

    at: datetime
    words: str
    who: str = ""


def entries_of(entitlements: Any) -> Any:
    """What people did to these rights, whichever class the row was when it was logged."""
    rows = list(entitlements)
    types = {ContentType.objects.get_for_model(Entitlement).pk, *(row.polymorphic_ctype_id for row in rows)}
    entries = ModelLogEntry.objects.filter(
        content_type__in=types, object_id__in=[str(row.pk) for row in rows]
    )
    return entries.select_related("user")


def history_of(held: Entitlement) -> list[Moment]:
    """The moments of a right, oldest first: its own, its kind's, and what people did."""
    steps = (
        (held.created_at, _("Reserved")),
        (held.wrapped_at, _("Wrapped as a gift")),
        (held.activated_at, _("Active")),
        (held.delivered_at, _("Delivered")),
        (held.ended_at, _("Ended")),
    )
    moments = [Moment(at, words) for at, words in (*steps, *held.desk_history()) if at]
    moments += [Moment(row.timestamp, str(row.message), str(row.user or "")) for row in entries_of([held])]
    return sorted(moments, key=lambda moment: moment.at)


def buttons_for(request: HttpRequest, held: Entitlement) -> list[Button]:
    """What may be done with it: the hub's own, and what apps add with the hook "entitlement_buttons"."""
    found = [button for fn in hooks.get_hooks("entitlement_buttons") for button in fn(request, held)]
    if is_admin(request.user) and held.state in (Entitlement.State.WRAPPED, Entitlement.State.ACTIVE):
        address = reverse("entitlements:withdraw", args=[held.pk])
        found.append(Button(_("Withdraw access"), url=address, icon_name="cross", priority=80))
    return found


class EntitlementInspect(InspectView):
    """As its own kind: a kind adds lines with `desk_facts` and moments with `desk_history`."""

    template_name = "products/admin/entitlement.html"

    def get_object(self, queryset: Any = None) -> Any:
        return Entitlement.objects.get(pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held, user = self.object, self.request.user
        facts = [
            (_("Kind"), kind_of(held)),
            (_("Listing"), held.listing.title),
            (_("Offer"), held.offer_name),
            (_("Holder"), holder_as_seen_by(user, held)),
            (_("State"), held.get_state_display()),
            (_("Ends"), held.ends_at),
            *held.desk_facts(),
        ]
        return {
            **super().get_context_data(**kwargs),
            "facts": [(label, value) for label, value in facts if value not in (None, "")],
            "history": history_of(held),
            "buttons": buttons_for(self.request, held),
        }


class WithdrawView(ScopedViewMixin, WagtailAdminTemplateMixin, FormView):
    """Take a right back without money: for fraud, or a mistake. Admins only."""

    model = Entitlement
    form_class = forms.Form
    template_name = "products/admin/withdraw.html"
    page_title = gettext_lazy("Withdraw access")
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_admin(request.user):
            raise PermissionDenied
        self.held = Entitlement.objects.get(pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def back(self) -> str:
        """The page of the right."""
        return reverse("entitlements:inspect", args=[self.held.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        hub = {"url": reverse("entitlements:index"), "label": _("Held by buyers")}
        one = {"url": self.back, "label": str(self.held)}
        return [*super().get_breadcrumbs_items(), hub, one, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held": self.held, "back": self.back}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with transaction.atomic():
            if delivery.withdraw(self.held, reason=Entitlement.EndReason.WITHDRAWN):
                log(self.held, WITHDRAW, user=self.request.user)
        messages.success(self.request, _("The access has ended."))
        return redirect(self.back)

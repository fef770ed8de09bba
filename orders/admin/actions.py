"""What people do to an order in the back-office: each a page that says what will happen, and one button."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.roles import is_admin
from accounts.scoping import ScopedViewMixin
from cms.money import AmountFormField, show
from orders import receipts, refunds
from orders.admin.buyers import buyer_as_seen_by
from orders.admin.orders import served_by
from orders.models import Item, Order, StripeEvent, Upgrade
from products import delivery

MOST_RECEIPTS_A_DAY = 3
BETWEEN_RECEIPTS = timedelta(minutes=1)


class Refused(Exception):
    """An action that cannot be done; the message says what to do instead."""


class NoFields(forms.Form):
    """Only a button."""


class RefundForm(forms.Form):
    """How much of an item goes back, and why."""

    amount = AmountFormField(label=gettext_lazy("Amount"), min_value=0.01)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The buyer reads it in the mail."),
    )
    # What had gone back when the page was opened: the same page sent twice is one refund.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ConfirmView(ScopedViewMixin, WagtailAdminTemplateMixin, FormView):
    """Ask first, then do it and go back to where the person came from."""

    template_name = "orders/admin/confirm.html"
    form_class: type[forms.Form] = NoFields
    model: type[Model] = Order
    button: Any = ""
    done: Any = ""
    is_for_admins = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_for_admins and not is_admin(request.user):
            raise PermissionDenied
        self.object: Any = get_object_or_404(self.model, pk=kwargs["pk"])
        if not (self.is_for_admins or served_by(request.user, self.items()).exists()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def items(self) -> QuerySet[Item]:
        """What the action touches."""
        return Item.objects.filter(order=self.object.pk)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except (Refused, refunds.CannotRefund) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.back)

    def act(self, said: dict[str, Any]) -> None:
        """Do it; Refused and CannotRefund become errors of the form."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        return reverse("orders:inspect", args=[self.object.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        way = {"url": self.back, "label": str(self.object)}
        return [*super().get_breadcrumbs_items(), way, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back, button=self.button, words=self.words(), **kwargs)

    def words(self) -> str:
        """What will happen."""
        return ""


class OfItem(ConfirmView):
    """An action on one item of an order."""

    model = Item

    def items(self) -> QuerySet[Item]:
        return Item.objects.filter(pk=self.object.pk)

    @property
    def back(self) -> str:
        return reverse("orders:inspect", args=[self.object.order_id])


class RefundView(OfItem):
    """Sellers refund what they sold; admins everything."""

    page_title = gettext_lazy("Refund")
    form_class = RefundForm
    button = gettext_lazy("Refund")
    done = gettext_lazy("The refund is on its way.")
    is_for_admins = False

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.object.refundable, "seen": self.object.refunded_amount}

    def words(self) -> str:
        item = self.object
        said = {"left": show(item.refundable, item.order.currency), "title": item.title}
        if item.is_upgrade:
            words = _("Up to %(left)s of the upgrade of “%(title)s” can go back. A full refund undoes it.")
        else:
            words = _("Up to %(left)s of “%(title)s” can go back. A full refund ends the buyer's access.")
        return " ".join([words % said, *self._falls_with_it()])

    def _falls_with_it(self) -> list[str]:
        """What was built on the item, and goes back with the whole of it."""
        later = [upgrade.item for upgrade in Upgrade.objects.built_on(self.object)]
        words = _("It also gives back %(left)s of the order %(number)s, the upgrade to “%(offer)s”.")
        return [
            words
            % {
                "left": show(item.refundable, item.order.currency),
                "number": item.order,
                "offer": item.offer_name,
            }
            for item in later
        ]

    def act(self, said: dict[str, Any]) -> None:
        with transaction.atomic():
            locked = Item.objects.select_for_update().get(pk=self.object.pk)
            if locked.refunded_amount != (said["seen"] or 0):
                words = _("%s have gone back since you opened this page. Look at the order before you go on.")
                raise Refused(words % show(locked.refunded_amount, self.object.order.currency))
            refund = refunds.ask(self.object, said["amount"], said["reason"], self.request.user)
            log(self.object.order, "orders.refund", user=self.request.user, data={"refund": refund.pk})


class DeliverAgainView(OfItem):
    """What was lost on the way is made and told anew."""

    page_title = gettext_lazy("Deliver again")
    button = gettext_lazy("Deliver again")
    done = gettext_lazy("It is delivered again within a minute.")
    is_for_admins = False

    def words(self) -> str:
        return _("“%s” is delivered once more, for the same buyer and the same price.") % self.object.title

    def act(self, said: dict[str, Any]) -> None:
        with transaction.atomic():
            if not delivery.deliver_again(self.object.entitlement):
                raise Refused(_("The buyer's access has ended, so there is nothing to deliver."))
            data = {"item": self.object.pk, "title": self.object.title}
            log(self.object.order, "orders.deliver_again", user=self.request.user, data=data)


class ResendView(ConfirmView):
    """Mail the receipt once more; nobody's inbox is filled with it."""

    page_title = gettext_lazy("Send the receipt again")
    button = gettext_lazy("Send")
    done = gettext_lazy("The receipt is on its way.")
    is_for_admins = False

    def words(self) -> str:
        return _("The receipt goes to %s.") % buyer_as_seen_by(self.request.user, self.object)

    def act(self, said: dict[str, Any]) -> None:
        if self.object.state != Order.State.PAID:
            raise Refused(_("There is no receipt before the order is paid."))
        try:
            with transaction.atomic():
                Order.objects.select_for_update().get(pk=self.object.pk)  # one after the other
                self._refuse_too_many()
                log(self.object, "orders.resend", user=self.request.user)
                receipts.resend(self.object)
        except OSError as trouble:
            raise Refused(_("Mail does not leave at the moment. Try again in a few minutes.")) from trouble

    def _refuse_too_many(self) -> None:
        now = timezone.now()
        sent = ModelLogEntry.objects.for_instance(self.object).filter(action="orders.resend")
        if sent.filter(timestamp__gt=now - BETWEEN_RECEIPTS).exists():
            raise Refused(_("It was sent a moment ago. Give it a few minutes to arrive."))
        if sent.filter(timestamp__gt=now - timedelta(days=1)).count() >= MOST_RECEIPTS_A_DAY:
            raise Refused(_("It was sent three times since yesterday. Ask the buyer to look for spam."))


class TryAgainView(ConfirmView):
    """Handle an event of Stripe that was given up or waits."""

    model = StripeEvent
    page_title = gettext_lazy("Try again")
    button = gettext_lazy("Try again")
    done = gettext_lazy("The event is tried again within a minute.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Events belong to no store: only admins come here, as `dispatch` sees to.
        super(ScopedViewMixin, self).setup(request, *args, **kwargs)

    @property
    def back(self) -> str:
        return reverse("stripe_events:inspect", args=[self.object.pk])

    def act(self, said: dict[str, Any]) -> None:
        self.object.try_again()

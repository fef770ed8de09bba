"""What people do to an order in the back-office: each a page that says what will happen, and one button."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from accounts.roles import is_admin
from accounts.scoping import ScopedViewMixin, policy_of
from cms.money import AmountFormField, show
from orders import receipts, refunds
from orders.models import Item, Order, StripeEvent
from products import delivery


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
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except refunds.CannotRefund as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.back)

    def act(self, said: dict[str, Any]) -> None:
        """Do it; CannotRefund becomes an error of the form."""
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

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy_of(Item).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.object.refundable}

    def words(self) -> str:
        left = show(self.object.refundable, self.object.order.currency)
        return _("Up to %(left)s of “%(title)s” can go back. A full refund ends the buyer's access.") % {
            "left": left,
            "title": self.object.title,
        }

    def act(self, said: dict[str, Any]) -> None:
        with transaction.atomic():
            refund = refunds.ask(self.object, said["amount"], said["reason"], self.request.user)
            log(self.object.order, "orders.refund", user=self.request.user, data={"refund": refund.pk})


class WithdrawView(OfItem):
    """Take what was bought back without money: for fraud and the like."""

    page_title = gettext_lazy("Withdraw access")
    button = gettext_lazy("Withdraw access")
    done = gettext_lazy("The access has ended.")

    def words(self) -> str:
        return _("The buyer loses “%s” at once. No money goes back.") % self.object.title

    def act(self, said: dict[str, Any]) -> None:
        with transaction.atomic():
            if delivery.withdraw(self.object.entitlement):
                data = {"item": self.object.pk, "title": self.object.title}
                log(self.object.order, "orders.withdraw", user=self.request.user, data=data)


class ResendView(ConfirmView):
    """Mail the receipt once more."""

    page_title = gettext_lazy("Send the receipt again")
    button = gettext_lazy("Send")
    done = gettext_lazy("The receipt is on its way.")

    def words(self) -> str:
        return _("The receipt goes to %s.") % self.object.email

    def act(self, said: dict[str, Any]) -> None:
        if self.object.state != Order.State.PAID:
            raise refunds.CannotRefund(_("There is no receipt before the order is paid."))
        receipts.resend(self.object)
        log(self.object, "orders.resend", user=self.request.user)


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

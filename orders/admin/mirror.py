"""What dj-stripe mirrored, to look at: for those who run the shop, and never to be edited here."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from djstripe import models as djstripe
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.helpers.search import BaseSearchHandler
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import IndexView, InspectView

from accounts.roles import is_admin
from orders.admin.discretion import discreet
from orders.models import Order, StripeEvent

SUBJECT = "stripe_data__data__object"  # what an event tells of
MOST_ORDERS = 200  # of which a search finds the payments


class LookOnly(PermissionHelper):
    """Admins look; nobody writes what is Stripe's to say."""

    def user_can_list(self, user: Any) -> bool:
        return is_admin(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and is_admin(user)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


def subject_of(row: Any) -> dict[str, Any]:
    """What the row is about: itself, or what an event tells of."""
    data = row.stripe_data or {}
    return (data.get("data") or {}).get("object") or {} if data.get("object") == "event" else data


def marks_of(row: Any) -> tuple[str, str]:
    """(token of our order, key of the payment), each empty where Stripe does not say."""
    subject = subject_of(row)
    own = subject.get("id") if subject.get("object") == "payment_intent" else ""
    intent = own or subject.get("payment_intent") or ""
    return (subject.get("metadata") or {}).get("order") or "", intent if isinstance(intent, str) else intent[
        "id"
    ]


def find_orders(rows: Iterable[Any]) -> None:
    """Give each row `our_order`, or None. One query for all of them."""
    marks = {row.pk: marks_of(row) for row in rows}
    tokens, intents = ({pair[place] for pair in marks.values()} - {""} for place in (0, 1))
    found = Order.objects.filter(Q(token__in=tokens) | Q(payment_intent__in=intents))
    by_mark = {mark: order for order in found for mark in (order.token, order.payment_intent) if mark}
    for row in rows:
        token, intent = marks[row.pk]
        row.our_order = by_mark.get(token) or by_mark.get(intent)


def link_to(order: Order | None) -> str:
    """The order's number, leading to its page."""
    if order is None:
        return "–"
    return _link(reverse("orders:inspect", args=[order.pk]), str(order))


def _link(address: str, words: str) -> str:
    return format_html('<a class="w-whitespace-nowrap" href="{}">{}</a>', address, words)


class LinkedIndex(IndexView):
    """Each page of rows learns its orders at once."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        find_orders(context["object_list"])
        self.model_admin.look_up(context["object_list"])
        return context


class DiscreetInspect(InspectView):
    """One object as mirrored, without its secrets, and the way to our order."""

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return str(_("Order")) if field_name == "our_order" else super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "our_order":
            find_orders([self.instance])
            return link_to(self.instance.our_order)
        value = self._shown(field_name)
        return json.dumps(discreet(value), indent=1, ensure_ascii=False) if isinstance(value, dict) else value

    def _shown(self, field_name: str) -> Any:
        """The package's own way looks for documents, too, and so registers a model whose table nobody made:
        from then on the process could delete no collection, and no store.
        """
        in_words = getattr(self.instance, f"get_{field_name}_display", None)
        value = in_words() if in_words else getattr(self.instance, field_name)
        if isinstance(value, Manager):
            value = ", ".join(str(row) for row in value.all())
        return value if value or value is False else self.model_admin.get_empty_value_display(field_name)


class PaymentSearch(BaseSearchHandler):
    """By Stripe's key, and by what our orders know: their number, or the buyer's whole address."""

    def search_queryset(self, queryset: QuerySet, search_term: str, **kwargs: Any) -> QuerySet:
        """Rows of the payments that the words name."""
        words = search_term.strip()
        if not words:
            return queryset
        orders = Order.objects.filter(Q(email__iexact=words) | Q(number__iexact=words))[:MOST_ORDERS]
        marks: dict[str, list[str]] = {"session": [], "intent": []}
        for session, intent in orders.values_list("session_id", "payment_intent"):
            marks["session"].append(session)
            marks["intent"].append(intent)
        found = Q(id__icontains=words)
        for lookup in self.search_fields:
            path, _colon, of = lookup.partition(":")
            known = [mark for mark in marks.get(of, ()) if mark]
            if of and known:
                found |= Q(**{f"{path}__in": known})
            elif not of:
                found |= Q(**{f"{path}__icontains": words})
        return queryset.filter(found)


class Mirrored(ModelAdmin):
    """A list of one kind of object at Stripe.

    `search_fields` says where the key of an order's session or payment stands: "payment_intent:intent".
    """

    permission_helper_class = LookOnly
    index_view_class = LinkedIndex
    inspect_view_enabled = True
    inspect_view_class = DiscreetInspect
    inspect_view_fields = ["id", "our_order", "created", "livemode", "metadata", "stripe_data"]
    list_display = ["id", "created", "mode", "order"]
    list_filter = ["livemode"]
    list_per_page = 25
    ordering = ["-created", "-djstripe_id"]
    search_handler_class = PaymentSearch
    search_fields: Any = ()
    menu_icon = "download"

    def look_up(self, rows: Any) -> None:
        """What a kind wants to know of a page of rows besides their orders."""

    @staticmethod
    def mode(row: Any) -> str:
        """With real money or in test mode."""
        return str(pgettext("Stripe", "live") if row.livemode else pgettext("Stripe", "test"))

    mode.short_description = _("Mode")  # type: ignore[attr-defined]

    @staticmethod
    def order(row: Any) -> str:
        """The order's number."""
        return link_to(row.our_order)

    order.short_description = _("Order")  # type: ignore[attr-defined]


class MirroredCustomer(Mirrored):
    """Customers."""

    model = djstripe.Customer
    list_display = ["id", "email", "created", "mode"]
    inspect_view_fields = ["id", "email", "created", "livemode", "metadata", "stripe_data"]
    search_fields = ("email",)


class MirroredSession(Mirrored):
    """Checkout sessions."""

    model = djstripe.Session
    search_fields = ("id:session", "payment_intent_id:intent")


class MirroredIntent(Mirrored):
    """Payment intents."""

    model = djstripe.PaymentIntent
    search_fields = ("id:intent",)


class MirroredCharge(Mirrored):
    """Charges."""

    model = djstripe.Charge
    list_display = ["id", "__str__", "created", "mode", "order"]
    list_filter = ["livemode", "status"]
    search_fields = ("payment_intent_id:intent",)


class MirroredRefund(Mirrored):
    """Refunds."""

    model = djstripe.Refund
    search_fields = ("charge__payment_intent_id:intent",)


class MirroredEvent(Mirrored):
    """Events as dj-stripe keeps them, each with what our inbox made of it."""

    model = djstripe.Event
    list_display = ["id", "type", "created", "mode", "state", "order"]
    list_filter = ["livemode", "type"]
    inspect_view_fields = ["id", "type", "our_order", "created", "livemode", "stripe_data"]
    search_fields = (
        "type",
        "stripe_data__data__object__payment_intent:intent",
        "stripe_data__data__object__id:session",
    )

    def look_up(self, rows: Any) -> None:
        """Each row's line of our inbox. One query."""
        inbox = StripeEvent.objects.filter(event_id__in=[row.id for row in rows]).defer("payload")
        by_id = {event.event_id: event for event in inbox}
        for row in rows:
            row.in_inbox = by_id.get(row.id)

    @staticmethod
    def state(row: Any) -> str:
        """Handled, waiting or given up, leading to the inbox."""
        if row.in_inbox is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>',
            reverse("stripe_events:inspect", args=[row.in_inbox.pk]),
            row.in_inbox.state,
        )

    state.short_description = _("State")  # type: ignore[attr-defined]


class InboxItem(MenuItem):
    """The events as they arrived, for those who look at the mirror."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user)


class StripeMirror(ModelAdminGroup):
    """One menu with our inbox and the six lists."""

    menu_label = _("Stripe")
    menu_icon = "download"
    menu_order = 250
    items = (MirroredEvent, MirroredSession, MirroredIntent, MirroredCharge, MirroredRefund, MirroredCustomer)

    def get_submenu_items(self) -> list[MenuItem]:
        address = reverse("stripe_events:index")
        inbox = InboxItem(_("Inbox of events"), address, name="stripe-events", icon_name="mail", order=0)
        return [inbox, *super().get_submenu_items()]


def mirrored_of(order: Order) -> list[dict[str, Any]]:
    """[{kind, id, url}] of what Stripe keeps about an order. Four queries; none for a free one."""
    if not (order.session_id or order.payment_intent):
        return []
    intent = order.payment_intent or "-"
    rows: list[Any] = [
        *djstripe.Session.objects.filter(Q(id=order.session_id) | Q(payment_intent_id=intent)),
        *djstripe.PaymentIntent.objects.filter(id=intent),
        *djstripe.Charge.objects.filter(payment_intent_id=intent),
        *djstripe.Refund.objects.filter(charge__payment_intent_id=intent),
    ]
    return [
        {
            "kind": row._meta.verbose_name,
            "id": row.id,
            "url": reverse(f"djstripe_{row._meta.model_name}_modeladmin_inspect", args=[row.pk]),
        }
        for row in rows
    ]


def events_address(order: Order) -> str:
    """The mirror's events that speak of an order."""
    return f"{reverse('djstripe_event_modeladmin_index')}?q={order}"

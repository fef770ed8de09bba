"""The businesses that sell here, for the shop's own staff: look one up, verify it, suspend it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView
from wagtail.admin.widgets.button import Button
from wagtail.models import ModelLogEntry
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts import appeals
from accounts.models import Seller
from accounts.roles import seller_ids_of
from accounts.scoping import StaffModelViewSet
from accounts.verification import (
    MOVES,
    REASON_LENGTH,
    SHORTEST_REASON,
    STAFF,
    Forbidden,
    Move,
    decides,
    fire,
    last_moves,
    may_fire,
    moves_open_to,
)

MOST_WAITING = 20
ICONS = {"verify": "check", "reject": "cross", "suspend": "lock", "lift": "lock-open"}


class LookOnly(ModelPermissionPolicy):
    """Sellers change by the moves of accounts.verification alone, never by typing into a row."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def buttons_for(user: Any, seller: Seller) -> list[Button]:
    """One for each move that the person could make now."""
    return [
        Button(
            move.label,
            url=reverse(f"sellers:{move.name}", args=[seller.pk]),
            icon_name=ICONS.get(move.name, "arrow-right"),
            priority=20 + place,
        )
        for place, move in enumerate(moves_open_to(user, seller))
    ]


class WaitingPanel(Component):
    """Who asked to be verified and who wrote, for those who may answer. Two queries."""

    order = 45
    template_name = "accounts/admin/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = Seller.objects.filter(state=Seller.State.PENDING).order_by("pk")[:MOST_WAITING]
        return {"waiting": list(waiting), "talking": list(appeals.unanswered()[:MOST_WAITING])}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """On the home of admins and moderators."""
    if decides(request.user):
        panels.append(WaitingPanel())


def in_words(move: ModelLogEntry | None) -> str:
    """ "Suspend, 12 November 2026", or nothing."""
    return f"{move.message}, {date_format(timezone.localtime(move.timestamp))}" if move else ""


class SellerIndex(IndexView):
    """Each row's menu holds the moves that its seller can make now.

    The hooks "seller_counts" return (name, label, expression): one more column each, counted with the rows.
    """

    list_export: list[str]
    export_headings: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        further = {name: label for name, label, _count in self.counts} | {"last_move": _("Last move")}
        self.list_export = [*self.list_export, *further]
        self.export_headings = {**self.export_headings, **further}

    @cached_property
    def counts(self) -> list[tuple[str, Any, Any]]:
        """What the apps above count of each seller."""
        return [count() for count in hooks.get_hooks("seller_counts")]

    @cached_property
    def columns(self) -> list[Column]:
        counted = [Column(name, label=label, sort_key=name) for name, label, _count in self.counts]
        return [*super().columns, *counted, Column("last_move", label=_("Last move"))]

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset().select_related("owner")
        return rows.annotate(**{name: count for name, _label, count in self.counts})

    def get_table(self, object_list: Any) -> Any:
        moves = last_moves([seller.pk for seller in object_list])
        for seller in object_list:
            seller.last_move = in_words(moves.get(seller.pk))
        return super().get_table(object_list)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *buttons_for(self.request.user, instance)]


class SellerInspect(InspectView):
    """What they told us, what can be done, and what was done by whom and why."""

    template_name = "accounts/admin/seller.html"

    @property
    def header_more_buttons(self) -> list[Button]:
        return buttons_for(self.request.user, self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.object).select_related("user")
        moves = moves_open_to(self.request.user, self.object)
        return {
            **super().get_context_data(**kwargs),
            "seller": self.object,
            "entries": entries.order_by("-timestamp")[:100],
            "talk": self.object.messages.select_related("author"),
            "message": appeals.LONGEST if may_answer(self.request.user, self.object) else 0,
            "moves": moves,
        }


def may_answer(user: Any, seller: Seller) -> bool:
    """Those who decide about sellers, save about their own."""
    return decides(user) and seller.pk not in seller_ids_of(user)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to a seller about how the store stands."""
    seller = get_object_or_404(Seller, pk=pk)
    if not may_answer(request.user, seller):
        raise PermissionDenied
    text = request.POST.get("text", "").strip()
    try:
        if text:
            appeals.write(seller, request.user, text, is_from_staff=True)
            messages.success(request, _("Your answer is on the seller's page. A mail tells the owner."))
    except appeals.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("sellers:inspect", pk)


class ReasonForm(forms.Form):
    """Why; the owner reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The owner reads it in the mail."),
    )

    def __init__(self, *args: Any, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_needed
        if is_needed:
            self.fields["reason"].validators.append(MinLengthValidator(SHORTEST_REASON))


class MoveView(WagtailAdminTemplateMixin, FormView):
    """Say what will happen, ask why, then do it."""

    template_name = "accounts/admin/move.html"
    form_class = ReasonForm
    page_title = gettext_lazy("Seller")
    move: Move = MOVES["verify"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.seller = get_object_or_404(Seller, pk=kwargs["pk"])
        if not may_fire(request.user, self.seller, self.move):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_needed": self.move.needs_reason}

    def get_page_subtitle(self) -> str:
        return self.seller.name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("sellers:index"), "label": _("Sellers")}
        one = {"url": reverse("sellers:inspect", args=[self.seller.pk]), "label": self.seller.name}
        return [*super().get_breadcrumbs_items(), above, one, {"url": "", "label": self.move.label}]

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            fire(self.seller, self.move.name, by=self.request.user, reason=form.cleaned_data["reason"])
        except Forbidden as refusal:
            messages.error(self.request, str(refusal))
            return redirect("sellers:inspect", self.seller.pk)
        said = _("%(seller)s is now %(state)s. The owner gets a mail.")
        named = {"seller": self.seller, "state": self.seller.get_state_display()}
        messages.success(self.request, said % named)
        return redirect("sellers:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("sellers:inspect", args=[self.seller.pk])
        return {**super().get_context_data(**kwargs), "move": self.move, "seller": self.seller, "back": back}


class SellerViewSet(StaffModelViewSet):
    """Who sells. A suspended seller's listings leave the shop at once; buyers keep what they have."""

    model = Seller
    name = "sellers"
    icon = "group"
    menu_label = gettext_lazy("Sellers")
    menu_order = 210
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = SellerIndex
    inspect_view_class = SellerInspect
    search_fields = ["name", "owner__email"]
    list_filter = ["state", "country"]
    list_display = [
        "name",
        Column("owner", label=gettext_lazy("Owner"), accessor="owner.email"),
        Column("country", label=gettext_lazy("Country"), sort_key="country"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda seller: seller.state == Seller.State.VERIFIED,
        ),
        DateColumn("created_at", label=gettext_lazy("Since"), sort_key="created_at"),
    ]
    list_export = ["name", "owner.email", "country", "tax_id", "state", "created_at"]
    # Where the money goes is told to the seller and to Stripe only.
    inspect_view_fields = ["name", "owner", "country", "tax_id", "state", "created_at"]
    form_fields = ["name"]

    def on_register(self) -> None:
        register_permission_policy(Seller, LookOnly(Seller))
        super().on_register()

    def get_urlpatterns(self) -> list[Any]:
        moves = [
            path(f"<int:pk>/{move.name}/", MoveView.as_view(move=move), name=move.name)
            for move in MOVES.values()
            if move.who == STAFF
        ]
        talk = path("<int:pk>/answer/", answer, name="answer")
        return [*super().get_urlpatterns(), *moves, talk]

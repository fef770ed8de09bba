"""Refund policies and licences: stores write their own, editors the shop's; every wording can be read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.models import InspectView
from wagtail.log_actions import log
from wagtail.permissions import policy_registry, register_permission_policy

from accounts.abilities import LISTINGS
from accounts.menu_groups import STORE
from accounts.models import Seller
from accounts.roles import is_seller, seller_ids_of
from accounts.scoping import ScopedModelViewSet, StorePolicy, policy_of
from products.models import Listing, Policy


class WhoseWords(StorePolicy):
    """Stores change their own and know no others; staff read all and change the shop's. None is deleted."""

    def reach(self, user: Any, rows: QuerySet, action: str = "view") -> QuerySet:
        if action == "view" or not self.reaches_all(user, action):
            return super().reach(user, rows, action)
        return rows.filter(Q(seller=None) | Q(seller__in=seller_ids_of(user, LISTINGS)))

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """For changes without a query: a list asks it of each row."""
        if action != "change":
            return super().user_has_permission_for_instance(user, action, instance)
        is_own = instance.seller_id in seller_ids_of(user, LISTINGS)
        is_the_shops = instance.seller_id is None and self.reaches_all(user, action)
        return (is_own or is_the_shops) and self.user_has_permission(user, action)


def register_rights() -> None:
    """Tell Wagtail, once; before the viewset brings its default."""
    if policy_registry.get_by_type(Policy, fallback=False) is None:
        register_permission_policy(Policy, WhoseWords(Policy, "seller", LISTINGS, LISTINGS))


def may_change(user: Any, policy: Policy) -> bool:
    """Whether the words are the person's own, or the shop's and the person works for it."""
    return policy_of(Policy).user_has_permission_for_instance(user, "change", policy)


class PolicyForm(WagtailAdminModelForm):
    """Asks whose it is only where there is a choice; kind and store stay what they were."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["seller"], self.fields["kind"]
            if self.instance.seller_id:
                self._keep_the_words()
            return
        own, whose = seller_ids_of(self.for_user, LISTINGS), self.fields["seller"]
        assert isinstance(whose, ModelChoiceField)
        whose.queryset = Seller.objects.filter(pk__in=own)
        whose.required = not policy_of(Policy).reaches_all(self.for_user, "add")
        whose.empty_label = None if whose.required else _("The shop itself")
        if len(own) + (not whose.required) == 1:
            self.instance.seller_id = own[0] if own else None
            del self.fields["seller"]

    def _keep_the_words(self) -> None:
        """Listings were approved with a store's words: other words are another policy, and are reviewed."""
        for name in ("name", "summary", "text"):
            del self.fields[name]
        self.fields["is_active"].help_text = _(
            "Listings can choose it. The words stay as they are, because listings were approved with them: "
            "for other words make a new policy, choose it in your listings and untick this."
        )


class KeptWords(HelpPanel):
    """The words in place of their fields, where they can no longer be changed."""

    class BoundPanel(HelpPanel.BoundPanel):
        """Shown to whoever opens what a store has promised."""

        def is_shown(self) -> bool:
            return "text" not in self.form.fields


class Keeping:
    """In place of Wagtail's way, which makes a revision of every save."""

    said: str

    def save_instance(self) -> Policy:
        """A policy that is only retired keeps its wording, so that nobody must accept it anew."""
        policy, user = self.form.save(commit=False), self.request.user  # type: ignore[attr-defined]
        is_new = policy.is_reworded()
        if is_new:
            policy.put_down(by=user)
        else:
            policy.save(update_fields=["is_active"])
        log(policy, self.said, user=user, content_changed=is_new)
        return policy


class PolicyCreate(Keeping, CreateView):
    """With its first wording."""

    said = "wagtail.create"


class PolicyEdit(Keeping, EditView):
    """With its next wording, where the words have changed."""

    said = "wagtail.edit"

    def get_object(self, queryset: Any = None) -> Policy:
        """Raises PermissionDenied where staff would rewrite what a store promises."""
        found = super().get_object(queryset)
        if not may_change(self.request.user, found):
            raise PermissionDenied
        return found


class PolicyInspect(InspectView):
    """The words of today, how many listings stand under them, and every wording there was."""

    template_name = "products/admin/policy.html"

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if may_change(self.request.user, self.object) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wordings = self.object.revisions.select_related("user").order_by("-created_at", "-pk")
        return {
            **super().get_context_data(**kwargs),
            "policy": self.object,
            "listings": with_use(Policy.objects.filter(pk=self.object.pk)).get().used,
            "wordings": [(revision, revision.as_object()) for revision in wordings],
        }


def with_use(policies: QuerySet[Policy]) -> QuerySet[Policy]:
    """Each policy with `used`, how many listings have it."""
    under = Listing.objects.filter(Q(refund_policy=OuterRef("pk")) | Q(licence=OuterRef("pk")))
    counted = under.order_by().values(one=OuterRef("pk")).annotate(n=Count("pk")).values("n")
    return policies.annotate(used=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class PolicyIndex(IndexView):
    """Every policy within reach, with how many listings stand under it."""

    def get_base_queryset(self) -> QuerySet:
        return with_use(super().get_base_queryset().select_related("seller"))

    def get_edit_url(self, instance: Policy) -> str | None:
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None


class StoresOwn(MenuItem):
    """In the submenu of the store, for those who sell."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_seller(request.user) and bool(seller_ids_of(request.user, LISTINGS))


class ShopsOwn(MenuItem):
    """Among the settings, for those who work for the shop."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy_of(Policy).reaches_all(request.user, "change")


def menu_item(kind: type[MenuItem]) -> MenuItem:
    """The list, where the person looks for it."""
    return kind(
        _("Refunds & licences"), reverse("policies:index"), name="policies", icon_name="doc-full", order=300
    )


class PolicyViewSet(ScopedModelViewSet):
    """One list for stores and for the shop; deleting is nobody's."""

    model = Policy
    seller_path = "seller"
    ability = LISTINGS
    ability_to_change = LISTINGS
    name = "policies"
    icon = "doc-full"
    menu_hook = STORE
    add_view_class = PolicyCreate
    edit_view_class = PolicyEdit
    inspect_view_class = PolicyInspect
    index_view_class = PolicyIndex
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "summary"]
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("seller", label=gettext_lazy("Store"), accessor=lambda policy: policy.seller or _("The shop")),
        Column("used", label=gettext_lazy("Listings"), sort_key="used"),
        BooleanColumn("is_active", label=gettext_lazy("Offered")),
        DateColumn("worded_at", label=gettext_lazy("Last change"), sort_key="worded_at"),
    ]
    inspect_view_fields = ["kind"]
    edit_handler = ObjectList(
        [
            KeptWords(template="products/admin/policy_words.html", heading=gettext_lazy("As buyers read it")),
            *(FieldPanel(name) for name in ("kind", "seller", "name", "summary", "text", "is_active")),
        ],
        base_form_class=PolicyForm,
    )

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return menu_item(StoresOwn)

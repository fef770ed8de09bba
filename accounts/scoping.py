"""One's own rows and no others: the policy and the viewset on which every back-office of sellers stands."""

from typing import Any, ClassVar

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from accounts import abilities
from accounts.roles import STAFF_ROLES, is_staff_role, seller_ids_of


class StorePolicy(ModelPermissionPolicy):
    """A model permission reaches only rows whose `path` leads to a seller of the person: "items__seller".

    Which of their teams count is a matter of their part in each: `ability` to see, `ability_to_change` for
    all else. Superusers and those whose staff role holds the permission reach all rows.
    """

    def __init__(self, model: type[Model], path: str, ability: str, ability_to_change: str = "") -> None:
        """Without `ability_to_change` the rows are read-only for everybody: the shop's verbs change them."""
        super().__init__(model)
        self.path = path
        self.ability = ability
        self.ability_to_change = ability_to_change

    def reaches_all(self, user: Any, action: str = "view") -> bool:
        """Whether a staff role allows the person this; what they may as a seller does not widen it."""
        if user.is_superuser:
            return bool(user.is_active)
        if not is_staff_role(user):
            return False
        if not hasattr(user, "_staff_rights"):
            rights = Permission.objects.filter(group__user=user, group__name__in=STAFF_ROLES)
            user._staff_rights = set(rights.values_list("content_type", "codename"))
        wanted = (self._content_type.pk, get_permission_codename(action, self.model._meta))
        return wanted in user._staff_rights

    def reach(self, user: Any, rows: QuerySet, action: str = "view") -> QuerySet:
        """Those of the rows that the person may know of.

        A path through many is asked as a question about each row: joins would double rows, and a list that
        shows the newest need not look at all.
        """
        if self.reaches_all(user, action):
            return rows
        sellers = seller_ids_of(user, self._needed_for(action))
        if self.path == "pk":
            return rows.filter(pk__in=sellers)
        first, _many, rest = self.path.partition("__")
        hop: Any = self.model._meta.get_field(first)
        if not (hop.one_to_many and rest):
            return rows.filter(**{f"{self.path}__in": sellers})
        near = hop.related_model._base_manager.filter(**{f"{rest}__in": sellers})
        return rows.filter(Exists(near.filter(**{hop.field.name: OuterRef("pk")})))

    def reaches(self, user: Any, pk: Any, action: str = "view") -> bool:
        """Whether the row with this key is within the person's reach."""
        return self.reach(user, self.model._base_manager.filter(pk=pk), action).exists()

    def user_has_permission(self, user: Any, action: str) -> bool:
        """The model's permission, and a team in which the person's part carries it."""
        if action != "view" and not self.ability_to_change:
            return False
        if not super().user_has_permission(user, action):
            return False
        return self.reaches_all(user, action) or bool(seller_ids_of(user, self._needed_for(action)))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and self.reaches(user, instance.pk, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        held = [action for action in actions if self.user_has_permission(user, action)]
        if not held:
            return self.model._default_manager.none()
        return self.reach(user, self.model._default_manager.all(), "view" if "view" in held else held[0])

    def _needed_for(self, action: str) -> str:
        return self.ability if action == "view" else self.ability_to_change


def policy_of(model: type[Model]) -> StorePolicy:
    """The policy that scopes a model. LookupError when nobody registered one."""
    policy = policy_registry.get_by_type(model)
    if not isinstance(policy, StorePolicy):
        raise LookupError(f"{model._meta.label} has no StorePolicy.")
    return policy


class ScopedViewMixin:
    """For any admin view with a `model`: lists hold own rows, and a key of somebody else is unknown."""

    model: type[Model]
    pk_url_kwarg = "pk"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before anything is loaded, however the view finds its object."""
        pk = kwargs.get(self.pk_url_kwarg)
        if pk is not None and not policy_of(self.model).reaches(request.user, pk):
            raise Http404
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset()  # type: ignore[misc]
        # A history lists log entries of an object that `setup` has let through.
        listed = getattr(rows, "model", None) is self.model
        return policy_of(self.model).reach(self.request.user, rows) if listed else rows  # type: ignore[attr-defined]

    @cached_property
    def filters(self) -> Any:
        """The filters of the list, offering only values that occur in own rows."""
        found = super().filters  # type: ignore[misc]
        for name, filter_ in found.filters.items() if found else ():
            field = found.form.fields[name]
            if getattr(field, "queryset", None) is not None:
                own = self.get_base_queryset().order_by().values(filter_.field_name)
                field.queryset = field.queryset.filter(pk__in=own)
        return found


class ScopedModelViewSet(ModelViewSet):
    """A ModelViewSet of rows that belong to stores; every view of the set is scoped, now and later.

    `seller_path` leads from the model to the seller. The model's permissions still decide what a role may do,
    and a person's part in the team what they may: `ability` to see, `ability_to_change` to add, edit and
    delete. Without the latter the rows are read-only for everybody.
    """

    seller_path: ClassVar[str]
    ability: ClassVar[str] = abilities.ORDERS
    ability_to_change: ClassVar[str] = ""
    add_to_reference_index = False  # every save would cost five more queries
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 25

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def on_register(self) -> None:
        if policy_registry.get_by_type(self.model, fallback=False) is None:
            policy = StorePolicy(self.model, self.seller_path, self.ability, self.ability_to_change)
            register_permission_policy(self.model, policy)
        super().on_register()


class StaffModelViewSet(ModelViewSet):
    """A ModelViewSet for the shop's own staff: sellers hold no permission on its model and never enter it."""

    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 25

"""One's own rows and no others: the policy and the viewset on which every back-office of sellers stands."""

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from accounts.roles import STAFF_ROLES


class StorePolicy(ModelPermissionPolicy):
    """A model permission reaches only rows whose `path` leads to the person, such as "items__seller__owner".

    Those who hold the permission through a role of the shop's staff, and superusers, reach all rows.
    """

    def __init__(self, model: type[Model], path: str, is_read_only: bool = False) -> None:
        super().__init__(model)
        self.path = path
        self.is_read_only = is_read_only

    def reaches_all(self, user: Any) -> bool:
        """Whether a staff role gives the person this model; what they may as a seller does not widen it."""
        if user.is_superuser:
            return bool(user.is_active)
        known = user.__dict__.setdefault("_reaches_all", {})
        if self.model not in known:
            known[self.model] = Permission.objects.filter(
                content_type=self._content_type, group__user=user, group__name__in=STAFF_ROLES
            ).exists()
        return known[self.model]

    def reach(self, user: Any, rows: QuerySet) -> QuerySet:
        """Those of the rows that the person may know of. A subquery, so that joins never double a row."""
        if self.reaches_all(user):
            return rows
        own = self.model._base_manager.filter(**{self.path: user.pk})
        return rows.filter(pk__in=own.order_by().values("pk"))

    def reaches(self, user: Any, pk: Any) -> bool:
        """Whether the row with this key is within the person's reach."""
        return self.reach(user, self.model._base_manager.filter(pk=pk)).exists()

    def user_has_permission(self, user: Any, action: str) -> bool:
        """What is read-only is so for everybody: its rows change by the shop's verbs alone."""
        return (action == "view" or not self.is_read_only) and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and self.reaches(user, instance.pk)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return self.reach(user, super().instances_user_has_any_permission_for(user, actions))


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

    `owner_path` leads from the model to the person who runs the store. The model's permissions still decide
    what one may do, and `is_read_only` closes adding, editing and deleting to everybody.
    """

    owner_path: ClassVar[str]
    is_read_only: ClassVar[bool] = False
    add_to_reference_index = False  # every save would cost five more queries
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 25

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def on_register(self) -> None:
        if policy_registry.get_by_type(self.model, fallback=False) is None:
            register_permission_policy(
                self.model, StorePolicy(self.model, self.owner_path, self.is_read_only)
            )
        super().on_register()


class StaffModelViewSet(ModelViewSet):
    """A ModelViewSet for the shop's own staff: sellers hold no permission on its model and never enter it."""

    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 25

"""People in the Wagtail admin: found by e-mail, given roles, never given a password by somebody else."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

User = get_user_model()


class _PersonForm:
    """What both forms share: names are optional, and only a superuser makes superusers."""

    def __init__(self, *args: Any, by_superuser: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False  # type: ignore[attr-defined]
        if not by_superuser:
            self.fields.pop("is_superuser", None)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()  # type: ignore[attr-defined]


class PersonCreationForm(_PersonForm, UserCreationForm):
    """A new person has no password: they sign in with a mailed code, and may choose one then."""

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        person = super().save(commit)
        if commit:
            User.objects.welcome(person)
        return person


class PersonEditForm(_PersonForm, UserEditForm):
    """A changed address has to be proved anew by a mailed code."""

    def save(self, commit: bool = True) -> Any:
        person = super().save(commit)
        if commit and "email" in self.changed_data:
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=person.email, primary=True)
        return person


class _Named:
    """Let the forms know who asks, and keep superusers out of others' reach."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "by_superuser": self.request.user.is_superuser}  # type: ignore[attr-defined]


def spare_superusers(request: HttpRequest, action: str, chosen: Iterable[Any], view: Any) -> None:
    """Hook before every bulk action: a superuser among the chosen people stops one who is not."""
    people = [thing for thing in chosen if isinstance(thing, User)]
    if any(person.is_superuser for person in people) and not request.user.is_superuser:
        raise PermissionDenied


class AddPerson(_Named, users.CreateView):
    page_title = _("Add a person")


class EditPerson(_Named, users.EditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class PeopleList(users.IndexView):
    """E-mail first; roles instead of a column of ticks."""

    page_title = _("People")
    add_item_label = _("Add a person")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")

    @cached_property
    def columns(self) -> list[Column]:
        shown = {column.name: column for column in super().columns}
        shown["email"].label = _("E-mail")
        shown["is_superuser"] = Column("roles", accessor=_roles_of, label=_("Roles"), width="20%")
        return list(shown.values())


def _roles_of(person: Any) -> str:
    names = [group.name for group in person.groups.all()]
    return ", ".join(["superuser", *names] if person.is_superuser else names)


class PeopleViewSet(users.UserViewSet):
    """Users and roles, at Settings > Users."""

    index_view_class = PeopleList
    add_view_class = AddPerson
    edit_view_class = EditPerson
    menu_label = _("People")

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm

"""What a page's form may point at: pictures and pages the person could have chosen, never a forged key."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

Reference = tuple[Any, str]  # the model's class, and the key of a row


class OwnThingsForm(WagtailAdminPageForm):
    """Refuses pictures and pages of other people wherever they hide: fields, child rows, blocks, rich text.

    Wagtail's choosers show only what is one's own, but their forms take any key that is sent.
    What stood on the page before may stay, so that staff can edit what a seller chose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = (
            {reference for reference, _path in references_of(self.instance)} if self.is_bound else set()
        )

    def is_valid(self) -> bool:
        """Asked when the child rows have their values too."""
        return super().is_valid() and not self._refuse_strangers()

    def _refuse_strangers(self) -> bool:
        strangers = [
            path
            for filled_in in filled_in_by(self)
            for reference, path in references_of(filled_in)
            if reference not in self.known and not may_choose(self.for_user, reference)
        ]
        for path in strangers:
            name = path.split(".")[0]
            message = ValidationError(_("Choose something of your own here."), code="not_yours")
            self.add_error(name if name in self.fields else None, message)
        return bool(strangers)


def filled_in_by(form: Any) -> Iterator[Model]:
    """The objects that a valid form and the forms of its child rows have written their values to."""
    yield form.instance
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            if child not in formset.deleted_forms:
                yield from filled_in_by(child)


def references_of(thing: Model) -> Iterator[tuple[Reference, str]]:
    """((model, key), path) of each picture and page that a thing points at."""
    models = {_type_id(get_image_model()): get_image_model(), _type_id(Page): Page}
    for type_id, key, path, _content_path in ReferenceIndex._extract_references_from_object(thing):
        if type_id in models:
            yield (models[type_id], key), path


def _type_id(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def may_choose(user: Any, reference: Reference) -> bool:
    """Whether the person could have picked this in a chooser. A page that everybody may read is no secret."""
    model, key = reference
    policy = policy_registry.get_by_type(model)
    if model is Page:
        own = policy.explorable_instances(user).order_by().values("pk")
        return Page.objects.filter(
            Q(pk__in=own) | Q(pk__in=Page.objects.live().public().values("pk")), pk=key
        ).exists()
    return policy.instances_user_has_permission_for(user, "choose").filter(pk=key).exists()

"""The form behind the listing editor: a draft may be unfinished, what goes to review or live may not."""

import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.chosen import OwnThingsForm
from products.models import Policy, Storefront
from products.models.judging import REFUSE
from products.models.listing import MOST_CATEGORIES


def is_open_comment(form: Any) -> bool:
    """Whether a row of the comments says something and stays."""
    said = form.cleaned_data
    return bool(said.get("text")) and not (said.get("DELETE") or said.get("resolved"))


# A field, what it chooses from, and what choosing nothing means.
POLICIES = (
    ("refund_policy", Policy.Kind.REFUND, gettext_lazy("Not chosen yet")),
    ("licence", Policy.Kind.LICENCE, gettext_lazy("None of these")),
)
TOWARDS_BUYERS = ("action-publish", "action-submit", "action-restart-workflow")


class ListingForm(OwnThingsForm):
    """Refuses to submit, approve or publish a listing that is not ready, and says all that is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = Storefront.objects.filter(pk=getattr(self.parent_page, "pk", None))
        for name, kind, none in POLICIES:
            if name in self.fields:
                kept = getattr(self.instance, f"{name}_id")
                offered = Policy.objects.filter(kind=kind).offered_to(stores.values("seller"), kept)
                self.fields[name].queryset = offered
                self.fields[name].empty_label = none
                self.fields[name].label_from_instance = _in_words
                # Django asks for it where a default is a function; unsent, every approval would be an edit.
                self.fields[name].show_hidden_initial = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(cleaned.get("categories") or ()) > MOST_CATEGORIES:
            self.add_error("categories", _("Choose at most three categories."))
        return cleaned

    def is_valid(self) -> bool:
        is_sound = super().is_valid() and self._offers_suit_the_kind() and self._says_what_to_change()
        if not (is_sound and self.goes_towards_buyers()):
            return is_sound
        missing = self.save(commit=False).problems()
        if missing:
            self.add_error(NON_FIELD_ERRORS, ValidationError([_("Not ready for buyers yet."), *missing]))
        return not missing

    def goes_towards_buyers(self) -> bool:
        """Whether the pressed button leads to review or straight to the shop."""
        if any(self.data.get(name) for name in TOWARDS_BUYERS):
            return True
        return bool(
            self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == "approve"
        )

    def _says_what_to_change(self) -> bool:
        """Whoever asks for changes says which: in the dialog, or beside a field."""
        is_refusal = (
            self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == REFUSE
        )
        said = json.loads(self.data.get("workflow-action-extra-data") or "{}").get("comment")
        beside = getattr(self.formsets.get("comments"), "forms", [])
        is_said = bool(said) or any(is_open_comment(form) for form in beside)
        if is_refusal and not is_said:
            self.add_error(
                NON_FIELD_ERRORS,
                _("Say what to change: in a comment beside a field, or in the dialog of “Request changes”."),
            )
        return not is_refusal or is_said

    def _offers_suit_the_kind(self) -> bool:
        """An interval that the kind does not know is refused, also when the field was never shown."""
        unknown = [
            form
            for form in getattr(self.formsets.get("offers"), "forms", [])
            if form.cleaned_data.get("interval", self.instance.intervals[0]) not in self.instance.intervals
        ]
        for form in unknown:
            form.add_error("interval", _("This kind of listing cannot be paid that way."))
        return not unknown


def _in_words(policy: Policy) -> str:
    return f"{policy.name} · {policy.summary}"

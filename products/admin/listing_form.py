"""The form behind the listing editor: a draft may be unfinished, what goes to review or live may not."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from accounts.chosen import OwnThingsForm
from products.models.listing import MOST_CATEGORIES

TOWARDS_BUYERS = ("action-publish", "action-submit", "action-restart-workflow")


class ListingForm(OwnThingsForm):
    """Refuses to submit, approve or publish a listing that is not ready, and says all that is missing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(cleaned.get("categories") or ()) > MOST_CATEGORIES:
            self.add_error("categories", _("Choose at most three categories."))
        return cleaned

    def is_valid(self) -> bool:
        is_sound = super().is_valid() and self._offers_suit_the_kind()
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

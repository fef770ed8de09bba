"""Two versions of a page side by side, in words: amounts with their currency, files by name, yes and no."""

from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class

from cms.money import AmountField, show


class WordedComparison(FieldComparison):
    """Says each value in words and leaves out the side that has none."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.obj_a, self.obj_b = obj_a, obj_b

    def worded(self, value: Any, owner: Any) -> str:
        """The value as a reader says it; empty for none."""
        return "" if value is None else str(value)

    def htmldiff(self) -> str:
        before, after = self.worded(self.val_a, self.obj_a), self.worded(self.val_b, self.obj_b)
        if not self.has_changed():
            return escape(after)
        sides = (("deletion", before), ("addition", after))
        return TextDiff([side for side in sides if side[1]], separator=" ").to_html()


class AmountComparison(WordedComparison):
    """€29.00 rather than 2900."""

    def worded(self, value: Any, owner: Any) -> str:
        return "" if value is None else show(value)


class YesNoComparison(WordedComparison):
    """For switches."""

    def worded(self, value: Any, owner: Any) -> str:
        return _("Yes") if value else _("No")


class FileComparison(WordedComparison):
    """The file as its row describes it (`file_label`); the name in the storage says nothing."""

    def worded(self, value: Any, owner: Any) -> str:
        if not value:
            return ""
        return str(getattr(owner, "file_label", "")) or PurePath(value.name).name


register_comparison_class(AmountField, comparison_class=AmountComparison)
register_comparison_class(models.BooleanField, comparison_class=YesNoComparison)
register_comparison_class(models.FileField, comparison_class=FileComparison)
register_comparison_class(models.IntegerField, comparison_class=WordedComparison)
register_comparison_class(models.DateTimeField, comparison_class=WordedComparison)

"""Tables that leave the shop as files: a cell is text for whoever opens it, never a formula."""

from typing import Any, ClassVar

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What spreadsheet programs read as the beginning of a formula, also behind what does not show.
FORMULAS = ("=", "+", "-", "@")
UNSEEN = " \t\r\n\v\f\ufeff\u200b\u00a0"


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    text = force_str(text)
    is_formula = text.startswith(("\t", "\r")) or text.lstrip(UNSEEN).startswith(FORMULAS)
    return f"'{text}" if is_formula else text


class HarmlessExport:
    """Mix in before Wagtail's list views. Its XLSX marks text as text already; its CSV does not."""

    custom_value_preprocess: ClassVar[dict[Any, Any]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {SpreadsheetExportMixin.FORMAT_CSV: harmless},
    }

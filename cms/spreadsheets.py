"""Tables that leave the shop as files: a cell is text for whoever opens it, never a formula."""

from typing import Any, ClassVar

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What spreadsheet programs read as the beginning of a formula; the last two hide one behind a blank.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    text = force_str(text)
    return f"'{text}" if text.lstrip(" \ufeff").startswith(FORMULAS) else text


class HarmlessExport:
    """Mix in before Wagtail's list views. Its XLSX marks text as text already; its CSV does not."""

    custom_value_preprocess: ClassVar[dict[Any, Any]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {SpreadsheetExportMixin.FORMAT_CSV: harmless},
    }

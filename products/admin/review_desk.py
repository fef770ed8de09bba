"""The first button of the editor is the one the person most likely needs: submit, or approve."""

from typing import Any

from django.http import HttpRequest

MODERATORS_FIRST, SELLERS_FIRST = "approve", "action-submit"


def order_buttons(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put "Submit to review" first for those who cannot publish, and "Approve" first for those who review."""
    names = [item.name for item in items]
    first = MODERATORS_FIRST if MODERATORS_FIRST in names else SELLERS_FIRST
    if first in names and (first == MODERATORS_FIRST or "action-publish" not in names):
        items.insert(0, items.pop(names.index(first)))

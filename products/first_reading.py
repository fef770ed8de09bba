"""The first reading of a submission, by machine: what is missing, forbidden words, malware in new files."""

import logging
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState
from wagtail.rich_text import get_text_for_indexing

from products.models import AutomaticCheck, ForbiddenWord
from products.scanning import ScanUnavailable, scanner

log = logging.getLogger(__name__)


def waiting() -> Any:
    """Automatic checks that are not decided yet, the oldest first."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=AutomaticCheck.objects.all()
    ).order_by("pk")


def decide(pk: int) -> bool:
    """Approve or send back one waiting check; repeatable. False while it waits, or when it was decided."""
    state = waiting().filter(pk=pk).select_related("revision").first()
    if state is None:
        return False
    try:
        reasons = reasons_against(state.revision.as_object())
    except (ScanUnavailable, OSError):
        log.exception("scan.unavailable", extra={"task_state": pk})
        return False
    with transaction.atomic():
        mine = waiting().select_for_update(of=("self",)).filter(pk=pk).first()
        if mine is None or mine.revision_id != state.revision_id:
            return False
        if mine.workflow_state.current_task_state_id != pk:  # the review is still on its way here
            return False
        try:
            _settle(mine, reasons)
        except PermissionDenied:
            return False
    return True


def _settle(state: TaskState, reasons: list[str]) -> None:
    if reasons:
        state.reject(comment="\n".join(reasons))
    else:
        state.approve()


def reasons_against(page: Page) -> list[str]:
    """Sentences for the seller, cheapest checks first; files are scanned only when nothing else is wrong."""
    found = list(page.problems()) if hasattr(page, "problems") else []
    found += forbidden_in(_words(page))
    return found or infected_in(page)


def forbidden_in(text: str) -> list[str]:
    """A sentence for each forbidden word that occurs in the text."""
    return [
        _("“%(word)s” may not be used here. %(reason)s") % {"word": one.word, "reason": one.reason}
        for one in ForbiddenWord.objects.all()
        if re.search(rf"(?<!\w){re.escape(one.word)}(?!\w)", text, re.IGNORECASE)
    ]


def infected_in(page: Page) -> list[str]:
    """A sentence for each new file that the scanner names. Raises ScanUnavailable or OSError."""
    found = []
    for row in page.unread_files() if hasattr(page, "unread_files") else ():
        with row.file.open("rb") as opened:
            name = scanner().scan(opened)
        if name:
            found.append(
                _("“%(file)s” looks dangerous to our scanner (%(name)s). Upload a clean file.")
                % {"file": row.name, "name": name}
            )
    return found


def _words(page: Any) -> str:
    """All that the page says: its own words, its story and the names of its offers and files."""
    fields = ("title", "summary", "tagline", "about", "cover_alt", "seo_title", "search_description")
    said = [get_text_for_indexing(str(getattr(page, name, ""))) for name in fields]
    for policy in (getattr(page, "refund_policy", None), getattr(page, "licence", None)):
        if policy and policy.seller_id:  # the shop's own need no reading
            said += [policy.name, policy.summary, get_text_for_indexing(policy.text)]
    body = getattr(page, "body", ())
    said += [" ".join(map(str, block.block.get_searchable_content(block.value))) for block in body]
    for child in getattr(page, "shown_children", ()):
        said += [str(row) for row in getattr(page, child).all()]
    return " ".join(said)

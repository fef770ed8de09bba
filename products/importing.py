"""Listings from a spreadsheet: every row is checked before one is made, and all are made or none."""

import csv
import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import cautious_slugify

from cms.money import AmountFormField
from cms.queue import soon
from products.models import Category, Listing, ListingImport, Offer, Storefront
from products.models.listing import MOST_CATEGORIES

MOST_BYTES = 1_000_000
MOST_ROWS = 500
MOST_ATTEMPTS = 3
MOST_STOCK = 2_147_483_647  # the largest number that the database keeps there
COLUMNS = ("kind", "title", "summary", "description", "offer", "price", "stock", "categories", "tags")
EXAMPLES = (
    ("download", "Aster Serif", "A warm serif for long reading, in two weights and with small capitals."),
    ("download", "Aster Icons", "Two hundred line icons drawn on one grid, as SVG and as a font."),
)
State = ListingImport.State


class Unreadable(Exception):
    """The file is no spreadsheet of listings; the message is fit to show the seller."""


class RowForm(forms.Form):
    """One row, judged by the rules that the editor has for a draft."""

    kind = forms.CharField(required=False)
    title = forms.CharField(max_length=255)
    summary = forms.CharField(max_length=160, required=False)
    description = forms.CharField(max_length=20_000, required=False)
    offer = forms.CharField(max_length=60, required=False)
    price = AmountFormField(required=False, min_value=0)
    stock = forms.IntegerField(required=False, min_value=1, max_value=MOST_STOCK)
    categories = forms.CharField(required=False)
    tags = forms.CharField(max_length=200, required=False)

    def __init__(self, data: dict[str, str], shelves: dict[str, int]) -> None:
        super().__init__(data)
        self.shelves = shelves

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if not cautious_slugify(title):  # nothing to make an address of
            raise forms.ValidationError(_("A title needs at least one letter or digit."))
        return title

    def clean_kind(self) -> str:
        kinds = {kind.kind_name(): kind for kind in Listing.kinds()}
        said = self.cleaned_data["kind"].strip().lower() or next(iter(kinds))
        labels = {str(kind.kind_label).lower(): name for name, kind in kinds.items()}
        name = labels.get(said, said)
        if name not in kinds:
            raise forms.ValidationError(_("Not a kind of this shop. It has: %s.") % ", ".join(kinds))
        return name

    def clean_categories(self) -> list[int]:
        names = [name.strip() for name in self.cleaned_data["categories"].split(",") if name.strip()]
        unknown = [name for name in names if name.lower() not in self.shelves]
        if unknown:
            raise forms.ValidationError(_("No such category: %s.") % ", ".join(unknown))
        if len(names) > MOST_CATEGORIES:
            raise forms.ValidationError(_("Choose at most three categories."))
        return [self.shelves[name.lower()] for name in names]

    def clean_tags(self) -> list[str]:
        return [tag.strip()[:50] for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


def read(content: bytes, store: Storefront, by: Any, name: str) -> ListingImport:
    """Keep what a CSV file says, row by row with its errors. Raises Unreadable; makes no listing."""
    table = list(_table(_text(content)))
    headings = [heading.strip().lower() for heading in table[0]] if table else []
    if "title" not in headings:
        raise Unreadable(_("The first line must name the columns; “title” is the one that has to be there."))
    if len(table) - 1 > MOST_ROWS:
        raise Unreadable(_("That are more than %d rows. Split the file, please.") % MOST_ROWS)
    shelves = _shelves()
    rows = [
        _judged(line, dict(zip(headings, cells, strict=False)), shelves)
        for line, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise Unreadable(_("There are no rows below the headings."))
    unknown = [heading for heading in headings if heading and heading not in COLUMNS]
    return ListingImport.objects.create(store=store, by=by, file_name=name[:120], rows=rows, unknown=unknown)


def start(pk: int) -> bool:
    """Begin to make the listings, once; False for an import with errors or one that was started before."""
    wanted = ListingImport.objects.get(pk=pk)
    if not wanted.may_start:
        return False
    fresh = ListingImport.objects.filter(pk=pk, state=State.READ)
    if not fresh.update(state=State.STARTED, started_at=timezone.now()):
        return False
    soon("products.tasks.make_listings", pk)
    return True


def finish(pk: int) -> bool:
    """Make the drafts of a started import in one transaction; safe to call again, and twice at once."""
    started = ListingImport.objects.filter(pk=pk, state=State.STARTED)
    if not started.filter(attempts__lt=MOST_ATTEMPTS).exists():
        problem = _("It failed three times. Nothing was made; tell us, please.")
        started.update(state=State.FAILED, problem=problem)
        return False
    started.update(attempts=started.get().attempts + 1)
    with transaction.atomic():
        # Whoever moves the state holds the row until all drafts are there; a crash undoes both.
        if not started.update(state=State.DONE, done_at=timezone.now()):
            return False
        done = ListingImport.objects.select_related("store", "by").get(pk=pk)
        shelves = _shelves()
        for row in done.rows:
            form = RowForm(row["said"], shelves)
            if not form.is_valid():  # a category that went meanwhile
                raise Unreadable(f"Line {row['line']} is not valid any more: {form.errors.as_json()}")
            _make(done, form.cleaned_data)
    return True


def template() -> str:
    """A CSV file with the columns and two rows to write over."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for kind, title, summary in EXAMPLES:
        writer.writerow([kind, title, summary, "", gettext_lazy("Personal licence"), "29.00", "", "", ""])
    return out.getvalue()


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than one megabyte."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable(_("This is not a CSV file. Save it as “CSV UTF-8” in your spreadsheet program."))


def _table(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as CSV: %s.") % error) from error


def _shelves() -> dict[str, int]:
    """{lower name or slug: key} of the shop's categories."""
    found: dict[str, int] = {}
    for category in Category.objects.all():
        found |= {category.name.lower(): category.pk, category.slug: category.pk}
    return found


def _judged(line: int, cells: dict[str, str], shelves: dict[str, int]) -> dict[str, Any]:
    said = {column: cells.get(column, "").strip() for column in COLUMNS}
    errors = RowForm(said, shelves).errors
    return {"line": line, "said": said, "errors": {name: list(found) for name, found in errors.items()}}


def _make(done: ListingImport, said: dict[str, Any]) -> None:
    kind = next(kind for kind in Listing.kinds() if kind.kind_name() == said["kind"])
    page = kind(title=said["title"], summary=said["summary"], live=False, owner=done.by)
    page.body = json.dumps(_body(said["description"]))
    price = said["price"]
    offer = Offer(price=price or None, is_free=price == 0, stock=said["stock"], interval=kind.intervals[0])
    offer.name = said["offer"] or _("Standard")
    page.offers = [offer]
    page = done.store.add_child(instance=page)
    page.categories = said["categories"]
    page.tags.add(*said["tags"])
    page.save_revision(user=done.by, log_action=True)


def _body(description: str) -> list[dict[str, Any]]:
    """Paragraphs of plain text: whatever looks like HTML is shown as it was typed."""
    paragraphs = [part.strip() for part in description.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if not paragraphs:
        return []
    html = "".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    return [{"type": "text", "value": html, "id": str(uuid.uuid4())}]

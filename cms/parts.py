"""What the shop keeps about a person: each app says its part in a module `personal`, found by that name.

A `personal` module has `TOLD`, the columns ("orders.Order.buyer") whose rows an export holds; `UNTOLD`, the
other columns that lead to a person, each with the reason; and `export(person)`, which gives the sheets.
For an erasure it may have `GOES` and `STAYS`, sentences for whoever is about to leave, `hindrances(person)`,
which says what must be done first, and `erase(leaving)`, called in the one transaction that erases.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from cms.discovery import modules_named
from cms.spreadsheets import harmless


@dataclass(frozen=True)
class Leaving:
    """Somebody who is being erased: the address they had, the one that takes its place, and a choice."""

    person: Any
    email: str
    pseudonym: str
    keeps_reviews: bool


@dataclass(frozen=True)
class Sheet:
    """One table of an export: a name for files, a title for people, and rows that all have the same keys."""

    name: str
    title: Any
    rows: list[dict[str, Any]]

    @property
    def columns(self) -> list[str]:
        """The heads of the columns, for people."""
        return [key.replace("_", " ").capitalize() for key in (self.rows[0] if self.rows else ())]

    @property
    def cells(self) -> list[list[Any]]:
        return [list(row.values()) for row in self.rows]

    def as_csv(self) -> str:
        """With a heading; no cell is a formula."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.rows[0] if self.rows else ())
        for row in self.cells:
            writer.writerow([harmless("" if cell is None else str(cell)) for cell in row])
        return out.getvalue()


def sheet(name: str, title: Any, rows: QuerySet, /, **columns: str) -> Sheet:
    """A sheet read by one query: `bought_at="activated_at"` names a column after what it means."""
    found = rows.values_list(*columns.values())
    return Sheet(name, title, [dict(zip(columns, row, strict=True)) for row in found])


def parts() -> Iterator[ModuleType]:
    """The `personal` module of each app that has one, the highest app first."""
    return modules_named("personal")


def sheets_of(person: Any) -> list[Sheet]:
    """Everything that leaves with a person, in the order of the apps."""
    return [found for part in parts() for found in part.export(person)]


def as_json(sheets: list[Sheet]) -> str:
    """{name of the sheet: rows}, for machines."""
    told = {found.name: found.rows for found in sheets}
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def said(name: str) -> list[Any]:
    """The sentences of all apps about what `GOES` or `STAYS`."""
    return [sentence for part in parts() for sentence in getattr(part, name, ())]


def hindrances_of(person: Any) -> list[str]:
    """What must be done before the person can be erased, in sentences; empty when nothing is in the way."""
    asked = [part.hindrances for part in parts() if hasattr(part, "hindrances")]
    return [sentence for hindrances in asked for sentence in hindrances(person)]


def erase(leaving: Leaving) -> None:
    """Let each app take away what it keeps, the highest first. Call inside a transaction."""
    for part in parts():
        if hasattr(part, "erase"):
            part.erase(leaving)

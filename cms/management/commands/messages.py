"""Collect every text of the shop into locale/<code>, and compile it; needs no gettext tools."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

APPS = ("cms", "accounts", "products", "orders", "home", "templates")
KEYWORDS = {
    **{name: None for name in ("_", "gettext", "gettext_lazy", "gettext_noop")},
    **{name: (1, 2) for name in ("ngettext", "ngettext_lazy")},
    **{name: ((1, "c"), 2) for name in ("pgettext", "pgettext_lazy")},
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = "# What the shop says, by `make messages`. The words to keep to stand in docs/languages.md."
SAME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # a date of today would change the file without a change in it
SKIPPED = ("migrations", "demo", "style")


def collected() -> Catalog:
    """Every text of the shop as a catalogue without translations."""
    catalog = Catalog(charset="utf-8")
    for path in _sources():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, _comments, context in _texts(path):
            if message and message != ("", ""):
                catalog.add(message, locations=[(place, 0)], context=context)
    return catalog


def _sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and not set(path.parts) & set(SKIPPED):
                yield path


def _texts(path: Path) -> Iterator[Any]:
    source = path.read_text()
    if path.suffix != ".py":
        lines = templatize(source).splitlines()
        source = "\n".join(line.strip() for line in lines)
    return extract("python", BytesIO(source.encode()), keywords=KEYWORDS)  # type: ignore[return-value]


def catalogue(code: str) -> Path:
    """Where the translations into a language stand."""
    return settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"


def brought_up(code: str) -> Catalog:
    """The language's translations: an empty one for every new text, none for texts that went."""
    path = catalogue(code)
    known = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as stored:
            known = read_po(stored, locale=code)
    known.update(collected(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.fuzzy = False
    known.project, known.version, known.header_comment = settings.SHOP_NAME, "", HEADER
    known.creation_date = known.revision_date = SAME_DAY
    return known


class Command(BaseCommand):
    """Write django.po and django.mo of every language but the first."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            translations, path = brought_up(code), catalogue(code)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as written:
                write_po(written, translations, width=110, sort_output=True, include_lineno=False)
            with path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, translations)
            missing = sum(1 for message in translations if message.id and not _is_done(message))
            self.stdout.write(f"{path}: {len(translations)} texts, {missing} without a translation.")


def _is_done(message: Any) -> bool:
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(said)

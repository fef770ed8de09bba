"""Look into zip archives before they are sold: bombs and escaping paths are refused; nothing is unpacked."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_ENTRIES = 50_000
MOST_UNPACKED = 40 * 1024**3
SMALL_UNPACKED = 64 * 1024**2  # what unpacks to less than this is no bomb, however well it packs
MOST_RATIO = 250
MOST_NESTING = 3
NESTED_READ = 64 * 1024**2

BOMB = _("This archive unpacks to far more than its size. Please pack the files again.")


def check_zip(file: IO[bytes], size: int, depth: int = 1) -> int:
    """The unpacked size in bytes. Raises ValidationError for a broken, bomb-like or escaping archive."""
    if depth > MOST_NESTING:
        raise ValidationError(_("Archives inside archives inside archives are not accepted."))
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            total = _check_entries(entries, size)
            total += sum(_check_nested(archive, entry, depth) for entry in entries if _is_zip(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise ValidationError(_("This archive is damaged: it cannot be opened.")) from error
    if total > MOST_UNPACKED or (total > SMALL_UNPACKED and total > MOST_RATIO * max(size, 1)):
        raise ValidationError(BOMB)
    return total


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> int:
    if len(entries) > MOST_ENTRIES:
        raise ValidationError(_("An archive may hold at most %(n)d files.") % {"n": MOST_ENTRIES})
    # Entries that share their bytes pack a bomb without nesting.
    if sum(entry.compress_size for entry in entries) > size:
        raise ValidationError(BOMB)
    if any(_escapes(entry.filename) for entry in entries):
        raise ValidationError(_("This archive holds a path that leads out of its own folder."))
    return sum(entry.file_size for entry in entries)


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or any(":" in part for part in path.parts[:1])


def _is_zip(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(".zip") and not entry.flag_bits & 0x1


def _check_nested(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> int:
    if entry.file_size > NESTED_READ:
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise ValidationError(BOMB)
        return 0
    with archive.open(entry) as inner:
        return check_zip(inner, entry.file_size, depth + 1)

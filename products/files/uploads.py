"""What a seller uploads: measured in one pass, checked against its name, refused with a reason."""

import hashlib
import mimetypes
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from products.files import filetypes
from products.files.archives import check_zip

LONGEST_NAME = 120
HEAD = 8192


@dataclass(frozen=True)
class Facts:
    """What is known of an upload: the shown name, its size in bytes, its type and its checksum."""

    name: str
    size: int
    media_type: str
    sha256: str


def clean_name(raw: str) -> str:
    """A file name to show and to save under: no folders, no control, direction or invisible marks."""
    name = unicodedata.normalize("NFC", raw.replace("\\", "/")).rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
    name = "".join("-" if c in '<>:"|?*' else c for c in " ".join(name.split())).strip(". ")
    path = PurePath(name or "file")
    suffix = path.suffix[:12]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix


def extension(name: str) -> str:
    """The last extension in lower case, without its dot."""
    return PurePath(name).suffix.lstrip(".").lower()


def with_extension(name: str, of: str) -> str:
    """The name as a seller wants it shown, with the extension the file really has."""
    name = clean_name(name)
    if extension(name) == extension(of):
        return name
    suffix = PurePath(of).suffix
    return name[: LONGEST_NAME - len(suffix)] + suffix


def inspect(upload: Any, programs: bool = False) -> Facts:
    """Measure and check an uploaded file; `programs`: installers are welcome, too.

    Raises ValidationError with a message fit to show the seller.
    """
    name = clean_name(upload.name)
    if upload.size > settings.MAX_DOWNLOAD_BYTES:
        most = filesizeformat(settings.MAX_DOWNLOAD_BYTES)
        raise ValidationError(_("A file may have at most %(most)s.") % {"most": most})
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    _check_type(upload, extension(name), programs)
    return Facts(name, upload.size, mimetypes.guess_type(name)[0] or "application/octet-stream", _sum(upload))


def _check_type(upload: Any, kind: str, programs: bool) -> None:
    accepted = filetypes.accepted(kind, programs)
    if accepted is None:
        raise ValidationError(
            _("Files of the type “.%(kind)s” cannot be sold here. Pack them into a .zip archive.")
            % {"kind": kind}
        )
    upload.seek(0)
    if not _says(upload, kind, accepted):
        raise ValidationError(_("This is not a .%(kind)s file: its content says otherwise.") % {"kind": kind})
    upload.seek(0)
    if kind in filetypes.OF_ZIP:
        check_zip(upload, upload.size)
    elif kind in filetypes.IMAGES:
        _check_image(upload)
    upload.seek(0)


def _says(upload: Any, kind: str, accepted: frozenset[str]) -> bool:
    """Whether the bytes are of the type that the name promises; a disk image says it at its end."""
    if kind == "dmg":
        upload.seek(max(upload.size - filetypes.DMG_TRAILER, 0))
        return bool(upload.read(4) == b"koly")
    return filetypes.sniff(upload.read(HEAD)) in accepted


def _check_image(upload: Any) -> None:
    """Only the header is read. Raises ValidationError when it promises absurdly many pixels or none."""
    try:
        Image.open(upload)
    except Image.DecompressionBombError as error:
        raise ValidationError(_("This picture has too many pixels.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This picture is damaged: it cannot be opened.")) from error


def _sum(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()

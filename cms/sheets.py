"""The shop's style sheets and its brand as one file: a first page waits for one answer, not for five.

The sheets are written, named and tested apart and joined here in the order of their layers. The address
holds a digest of what is in it: browsers keep it for a year, and no page meets a sheet of another version.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control, patch_vary_headers

from cms.models import BrandSettings

FOLDER = Path(__file__).parent / "static" / "css"
SCREEN = ("tokens.css", "base.css", "components.css", "account.css")
PAPER = "print.css"
YEAR = 365 * 24 * 3600

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")
_FILE = re.compile(r'url\("\.\./([^"]+)"\)')


class Sheet(NamedTuple):
    """A joined sheet as it is and as it is sent."""

    text: bytes
    packed: bytes
    digest: str


def url(request: HttpRequest) -> str:
    """Where this shop's joined sheet is, the same in every language."""
    return f"/shop.{_sheet_of(request).digest}.css"


def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The joined sheet. A page from before the last change is given the present one, not to be kept."""
    sheet = _sheet_of(request)
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = sheet.packed
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    if digest == sheet.digest:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


def _sheet_of(request: HttpRequest) -> Sheet:
    brand = BrandSettings.shown_on(request)
    written = max((FOLDER / name).stat().st_mtime_ns for name in (*SCREEN, PAPER))
    return _joined(brand["hue"], brand["radius"], written)


@lru_cache(maxsize=8)
def _joined(hue: int, radius: int, written: int) -> Sheet:
    """`written` is when a sheet was last changed: whoever edits one sees it on the next page."""
    parts = [_rules(name) for name in SCREEN]
    parts.append(f"@media print{{\n{_rules(PAPER)}\n}}")
    parts.append(f":root{{--brand-hue:{hue};--radius:{radius}px}}")
    text = "\n".join(parts).encode()
    return Sheet(text, gzip.compress(text, mtime=0), hashlib.sha256(text).hexdigest()[:12])


def _rules(name: str) -> str:
    """The rules of one sheet without comments; the files it names as the site serves them."""
    text = _COMMENT.sub("", (FOLDER / name).read_text())
    return _BREAK.sub("\n", _FILE.sub(lambda found: f'url("{static(found[1])}")', text)).strip()

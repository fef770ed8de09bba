"""The one style sheet of a page: the files of the design in order and the brand, joined here.

Whoever arrives from elsewhere finds it in the page and waits for nothing; whoever goes on within the shop is
given its address, which the browser keeps.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe

from cms.models import BrandSettings
from cms.origin import is_arrival

STATIC = Path(__file__).parent / "static"
FILES = ("css/tokens.css", "css/base.css", "css/components.css", "css/account.css")
PRINTED = "css/print.css"
PATH = "sheet.<slug:version>.css"
YEAR = 365 * 24 * 3600
MINUTE = 60
BESIDE = re.compile(r'url\("\.\./([^"]+)"\)')
NOTES = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENTS = re.compile(r"\s*\n\s*")


def address(request: HttpRequest) -> str:
    """Where the sheet of this shop lies: another address as soon as a file or the brand is another."""
    return "/" + PATH.replace("<slug:version>", _version(_joined(request)))


def within(request: HttpRequest) -> SafeString:
    """The sheet itself for a page that somebody arrives on, else nothing; the policy names its digest."""
    css = _joined(request) if is_arrival(request) else ""
    request.inline_style = css and _digest(css)  # type: ignore[attr-defined]  # cms.security allows this text alone
    return mark_safe(css)


def serve(request: HttpRequest, version: str) -> HttpResponse:
    """The sheet; for good where it is the asked one, for a minute where a kept page asks for an older one."""
    css = _joined(request)
    is_asked = version == _version(css)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    how_long = {"max_age": YEAR, "immutable": True} if is_asked else {"max_age": MINUTE}
    patch_cache_control(response, public=True, **how_long)
    return response


def _joined(request: HttpRequest) -> str:
    design = _design.__wrapped__() if settings.DEBUG else _design()
    return design + _brand(BrandSettings.shown_on(request))


@cache
def _design() -> str:
    """The files without notes and indents; addresses in them written anew, for the sheet lies elsewhere."""
    parts = [(STATIC / name).read_text() for name in FILES]
    parts.append(f"@media print {{\n{(STATIC / PRINTED).read_text()}}}\n")
    lean = INDENTS.sub("\n", NOTES.sub("", "".join(parts))).lstrip()
    return BESIDE.sub(lambda found: f'url("{static(found[1])}")', lean)


def _brand(brand: dict[str, Any]) -> str:
    """Two custom properties; everything else is in the design tokens."""
    return f":root{{--brand-hue:{brand['hue']};--radius:{brand['radius']}px}}\n"


@cache
def _version(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


@cache
def _digest(css: str) -> str:
    """The source expression of the content security policy for exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"

"""The one style sheet of a page: the files of the design in order and the brand, joined here."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control

from cms.models import BrandSettings

STATIC = Path(__file__).parent / "static"
FILES = ("css/tokens.css", "css/base.css", "css/components.css", "css/account.css")
PRINTED = "css/print.css"
PATH = "sheet.<slug:version>.css"
YEAR = 365 * 24 * 3600
MINUTE = 60
BESIDE = re.compile(r'url\("\.\./([^"]+)"\)')


def address(request: HttpRequest) -> str:
    """Where the sheet of this shop lies: another address as soon as a file or the brand is another."""
    return "/" + PATH.replace("<slug:version>", _version(_joined(request)))


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
    """The files as written, but for the addresses in them: the sheet lies elsewhere."""
    parts = [(STATIC / name).read_text() for name in FILES]
    parts.append(f"@media print {{\n{(STATIC / PRINTED).read_text()}}}\n")
    return BESIDE.sub(lambda found: f'url("{static(found[1])}")', "".join(parts))


def _brand(brand: dict[str, Any]) -> str:
    """Two custom properties; everything else is in the design tokens."""
    return f":root{{--brand-hue:{brand['hue']};--radius:{brand['radius']}px}}\n"


@cache
def _version(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]

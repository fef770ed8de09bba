"""What every template may name: the shop's brand and its navigation."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from cms import sheet
from cms.ahead import is_ahead
from cms.models import BrandSettings, NavigationSettings


def site_identity(request: HttpRequest) -> dict[str, Any]:
    """The brand, the sheet or its address, the navigation ({title, url}), `has_worker`, waiting messages."""
    style = {"sheet_url": partial(sheet.address, request), "sheet_within": partial(sheet.within, request)}
    if request.path_info.startswith("/admin/"):
        return style
    return {
        **style,
        "waiting_messages": partial(_waiting, request),
        "site_brand": BrandSettings.shown_on(request),
        "navigation": NavigationSettings.shown_on(request),
        "has_worker": settings.SERVICE_WORKER,
    }


def _waiting(request: HttpRequest) -> Iterable[Any]:
    """What waits for whoever has a session and looks; the page of anybody else is kept for all."""
    has_any = any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages"))
    return messages.get_messages(request) if has_any and not is_ahead(request) else ()

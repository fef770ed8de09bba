"""What every template may name: the shop's brand and its navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cms.models import BrandSettings, NavigationSettings


def site_identity(request: HttpRequest) -> dict[str, Any]:
    """`site_brand` {name, logo_url, tagline}, `has_worker`, `navigation` {main, footer} of {title, url}."""
    if request.path_info.startswith("/admin/"):
        return {}
    return {
        "site_brand": BrandSettings.shown_on(request),
        "navigation": NavigationSettings.shown_on(request),
        "has_worker": settings.SERVICE_WORKER,
    }

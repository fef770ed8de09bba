"""What search engines and previews read of any page: absolute addresses, head metadata, breadcrumbs."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from cms.models import BrandSettings

Crumb = dict[str, str]


def absolute(url: str) -> str:
    """An address with scheme and host; what is absolute already stays as it is."""
    return url if "://" in url else f"{settings.SITE_URL}{url}"


def head(request: Any, path: str, **facts: Any) -> dict[str, Any]:
    """The `seo` dict of templates/seo/head.html; `path` is the canonical one, facts override."""
    image = facts.pop("image", "")
    return {
        "canonical": absolute(path),
        "site_name": BrandSettings.shown_on(request)["name"],
        "locale": (get_language() or "en").replace("-", "_"),
        "image": absolute(image) if image else "",
        **facts,
    }


def crumbs_data(items: Sequence[Crumb], path: str) -> dict[str, Any]:
    """BreadcrumbList of what components/breadcrumb.html shows; `path` is this page's own."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": item["title"],
                "item": absolute(item.get("url") or path),
            }
            for place, item in enumerate(items, 1)
        ],
    }


def list_data(name: str, entries: Sequence[Crumb]) -> dict[str, Any]:
    """ItemList of what a grid shows: {title, url} each."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": name,
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": entry["title"], "url": absolute(entry["url"])}
            for place, entry in enumerate(entries, 1)
        ],
    }

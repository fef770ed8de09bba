"""What search engines and previews read of any page: absolute addresses, head metadata, breadcrumbs."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language

from cms.languages import CODES, MAIN, localized
from cms.models import BrandSettings

Crumb = dict[str, str]
LONGEST_DESCRIPTION = 160
PREVIEW = "app/preview.png"  # 1200 × 630, of the shop itself: for pages without a picture of their own


def absolute(url: str) -> str:
    """An address with scheme and host; what is absolute already stays as it is."""
    return url if "://" in url else f"{settings.SITE_URL}{url}"


def head(request: Any, path: str, **facts: Any) -> dict[str, Any]:
    """The `seo` dict of templates/seo/head.html; `path` is the canonical one, facts override."""
    image = facts.pop("image", "")
    name = BrandSettings.shown_on(request)["name"]
    description = textwrap.shorten(facts.pop("description", ""), LONGEST_DESCRIPTION, placeholder="…")
    return {
        "canonical": absolute(path),
        "site_name": name,
        "description": description,
        "locale": og_locale(),
        "image": absolute(image or static(PREVIEW)),
        "image_alt": name,
        "alternates": alternates(path, getattr(request, "translated", {})),
        **facts,
    }


def alternates(path: str, translated: Mapping[str, str]) -> list[dict[str, str]]:
    """{code, url} of the page in each language: its translation's address, else its own with that prefix."""
    if translated and MAIN not in translated:  # it stands in no other tree
        return [{"code": code, "url": absolute(url)} for code, url in translated.items()]
    urls = {code: absolute(translated.get(code) or localized(path, code)) for code in CODES}
    shown = [{"code": code, "url": url} for code, url in urls.items()]
    return [*shown, {"code": "x-default", "url": urls[MAIN]}]


def og_locale() -> str:
    """The spoken language as Open Graph writes it: "de_DE"."""
    code = get_language() or MAIN
    return str(Locale.parse(get_global("likely_subtags").get(code, code))).replace("_Latn", "")


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

"""From an address to its page in two queries, however deep it lies; Wagtail asks two for each step.

The pages of each language are a tree of their own. Whatever has no translation is shown at its own address
below the prefix of the language that the visitor reads: only the words around it are translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cms.languages import CODES, MAIN, known, localized
from products.models import Listing

LONGEST_PATH = 1000
DEEPEST = 8


@dataclass(frozen=True)
class Found:
    """The page at an address and where it stands in each language; or only where to look instead."""

    route: RouteResult | None = None
    moved_to: str = ""
    translated: dict[str, str] = field(default_factory=dict)


def straight(path: str) -> Found | None:
    """The page at an address; None wherever Wagtail's own routing must decide (several sites, no such page).

    A draft is not found here. A listing that was on sale once is: its page says what became of it.
    """
    parts = [part for part in path.split("/") if part]
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) != 1 or len(parts) > DEEPEST or len(path) > LONGEST_PATH:
        return None
    here, trees = known(get_language()), {root.language_code: root.root_path for root in roots}
    found, code = _first(_find(list(trees.values()), parts), trees, here)
    if found is None or found.specific_class is None:
        return None
    translated = _addresses(found, trees, code)
    if code != here and (here in translated or code != MAIN):
        return Found(moved_to=translated.get(here) or translated[code])
    page = _specific(found)
    if page.live or (isinstance(page, Listing) and hasattr(page, "card")):
        page.is_open_to_all = not found.is_restricted and found.alias_of_id is None
        return Found(RouteResult(page), translated=translated)
    return None


def _find(root_paths: Sequence[str], parts: Sequence[str]) -> QuerySet[Page]:
    """The bare pages, one in each tree at most. The slug's index finds them, the whole path decides."""
    restrictions = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), CharField())
    )
    siblings = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True, alias_of=None)
    pages = Page.objects.filter(
        url_path__in=["/".join([root_path.rstrip("/"), *parts, ""]) for root_path in root_paths]
    )
    if parts:
        pages = pages.filter(slug=parts[-1])
    return pages.annotate(
        is_restricted=Exists(restrictions.filter(asked__startswith=F("page__path"))),
        **{
            f"in_{code}": Subquery(siblings.filter(locale__language_code=code).values("url_path")[:1])
            for code in CODES
            if len(root_paths) > 1
        },
    )


def _first(pages: QuerySet[Page], trees: dict[str, str], here: str) -> tuple[Page | None, str]:
    """The one in the visitor's language, else the shop's first, and which; live ones before drafts."""
    found = [(page, _tree_of(page.url_path, trees)) for page in pages]
    found.sort(key=lambda pair: (not pair[0].live, pair[1] != here, pair[1] != MAIN))
    return found[0] if found else (None, MAIN)


def _tree_of(url_path: str, trees: dict[str, str]) -> str:
    return next((code for code, root_path in trees.items() if url_path.startswith(root_path)), MAIN)


def _addresses(found: Page, trees: dict[str, str], code: str) -> dict[str, str]:
    """{"de": "/de/ueber-uns/"}: where it stands in each language that it has been translated to."""
    paths = {other: getattr(found, f"in_{other}", None) for other in trees} | {code: found.url_path}
    return {
        other: localized("/" + path[len(trees[other]) :], other)
        for other, path in paths.items()
        if path and other in CODES
    }


def _specific(found: Page) -> Page:
    model = found.specific_class
    with_it = getattr(model, "served_with", ())
    pages = model._default_manager.select_related(*with_it) if with_it else model._default_manager
    return pages.get(pk=found.pk)

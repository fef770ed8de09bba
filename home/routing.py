"""From an address to its page in two queries, however deep it lies; Wagtail asks two for each step."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from products.models import Listing

LONGEST_PATH = 1000
DEEPEST = 8


def straight(path: str) -> RouteResult | None:
    """The page at an address; None wherever Wagtail's own routing must decide (several sites, no such page).

    A draft is not found here. A listing that was on sale once is: its page says what became of it.
    """
    parts = [part for part in path.split("/") if part]
    roots = Site.get_site_root_paths()
    if len(roots) != 1 or len(parts) > DEEPEST or len(path) > LONGEST_PATH:
        return None
    found = _find(roots[0].root_path, parts)
    if found is None or found.specific_class is None:
        return None
    page = _specific(found)
    if page.live or (isinstance(page, Listing) and hasattr(page, "card")):
        page.is_open_to_all = not found.is_restricted and found.alias_of_id is None
        return RouteResult(page)
    return None


def _find(root_path: str, parts: list[str]) -> Page | None:
    """The bare page. The slug's index finds it, the whole path decides."""
    restrictions = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), CharField())
    )
    pages = Page.objects.filter(url_path="/".join([root_path.rstrip("/"), *parts, ""]))
    if parts:
        pages = pages.filter(slug=parts[-1])
    return pages.annotate(
        is_restricted=Exists(restrictions.filter(asked__startswith=F("page__path")))
    ).first()


def _specific(found: Page) -> Page:
    model = found.specific_class
    with_it = getattr(model, "served_with", ())
    pages = model._default_manager.select_related(*with_it) if with_it else model._default_manager
    return pages.get(pk=found.pk)

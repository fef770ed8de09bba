"""The shop's categories as links: to an editor's category page where there is one."""

from django.core.cache import cache
from django.urls import reverse

from cms.languages import MAIN, spoken
from home.models import CategoryPage
from products.cards import lists_version
from products.models import Category

SECONDS = 300
Row = tuple[str, str, int]


def category_links() -> list[dict[str, str]]:
    """{title, slug, url, text} of each category, in the editors' order."""
    key = f"category-links-{lists_version()}"
    links = cache.get(key)
    if links is None:
        pages = _pages()
        links = [_link(shelf, pages.get(shelf.pk)) for shelf in Category.objects.all()]
        cache.set(key, links, SECONDS)
    return links


def _pages() -> dict[int, CategoryPage]:
    """The page of each category: the one in the reader's language before the one in the shop's first."""
    pages = CategoryPage.objects.live().public().filter(alias_of=None).select_related("locale")
    shown = [page for page in pages if page.locale.language_code in (spoken(), MAIN)]
    shown.sort(key=lambda page: page.locale.language_code != MAIN)
    return {page.category_id: page for page in shown}


def _link(shelf: Category, page: CategoryPage | None) -> dict[str, str]:
    """A translated page lends its title and its description: the category itself has one name."""
    is_translated = page is not None and page.locale.language_code != MAIN
    return {
        "title": page.title if page and is_translated else shelf.name,
        "slug": shelf.slug,
        "text": page.search_description if page and is_translated else shelf.description,
        "url": (page.url if page else "") or f"{reverse('search')}?category={shelf.slug}",
    }


def named_here(rows: list[Row]) -> list[Row]:
    """(slug, name, number) of categories, by their names in the reader's language."""
    if spoken() == MAIN:
        return rows
    names = {link["slug"]: link["title"] for link in category_links()}
    return [(slug, names.get(slug, name), number) for slug, name, number in rows]

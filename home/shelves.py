"""The shop's categories as links: to an editor's category page where there is one."""

from django.core.cache import cache
from django.urls import reverse

from home.models import CategoryPage
from products.cards import lists_version
from products.models import Category

SECONDS = 300


def category_links() -> list[dict[str, str]]:
    """{title, slug, url, text} of each category, in the editors' order."""
    key = f"category-links-{lists_version()}"
    links = cache.get(key)
    if links is None:
        pages = {page.category_id: page.url for page in CategoryPage.objects.live().public()}
        links = [
            {
                "title": shelf.name,
                "slug": shelf.slug,
                "text": shelf.description,
                "url": pages.get(shelf.pk) or f"{reverse('search')}?category={shelf.slug}",
            }
            for shelf in Category.objects.all()
        ]
        cache.set(key, links, SECONDS)
    return links

"""The demo's categories, and the pages that introduce them."""

from home.demo.goods import words
from home.models import CataloguePage, CategoryPage, CategoryPick
from products.models import Category, Listing


def put_up() -> None:
    """Make the categories that are missing."""
    for order, shelf in enumerate(words("shelves")["shelf"], 1):
        facts = {"name": shelf["name"], "description": shelf["description"], "order": order}
        Category.objects.get_or_create(slug=shelf["slug"], defaults=facts)


def introduce() -> None:
    """Publish a page for each category, with an editor's words and picks."""
    catalogue = CataloguePage.objects.get(locale__language_code="en")
    for shelf in words("shelves")["shelf"]:
        if CategoryPage.objects.child_of(catalogue).filter(slug=shelf["slug"]).exists():
            continue
        page = CategoryPage(
            title=shelf["name"],
            slug=shelf["slug"],
            category=Category.objects.get(slug=shelf["slug"]),
            intro=shelf["intro"],
            search_description=shelf["description"],
        )
        for order, slug in enumerate(shelf["picks"]):
            page.picks.add(CategoryPick(sort_order=order, listing=Listing.objects.get(slug=slug)))
        catalogue.add_child(instance=page)
        page.save_revision().publish()

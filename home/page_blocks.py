"""The page blocks that know the shop: listings by hand, by rank or from a collection, categories."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.body import PREVIEW
from cms.blocks.page import PageBlock
from cms.money import brief

GATHERED = "gathered"  # in a page's context: what home.front found for its blocks, in one query
MOST_CHOSEN = 12
ROW = 4


EXAMPLES = (("Aster Serif", 3900), ("Sourdough, slowly", 2400), ("Quiet Icons", 1900), ("Field Notes", 900))
SHELVES = (
    ("Fonts", "Letters for screens and books"),
    ("Courses", "Learn it this week"),
    ("Tools", "Less to do"),
)


class Example:
    """Stands in for what a page gathers while a block is shown in the menu of blocks."""

    catalogue_url = "#"

    def picked(self, ids: Any) -> list[dict[str, Any]]:
        """Four invented cards, so that also an empty shop shows what the block does."""
        return [
            {"url": "#", "title": title, "seller_name": "Studio Aster", "price_label": brief(price)}
            for title, price in EXAMPLES
        ]

    ranked = picked

    def collected(self, pk: Any) -> tuple[str, list[dict[str, Any]]]:
        """The same four, as if a collection held them."""
        return "#", self.picked(())

    def categories(self) -> list[dict[str, str]]:
        """Three invented shelves."""
        return [{"title": title, "url": "#", "text": text} for title, text in SHELVES]


class ExampleMixin:
    """A block that shows nothing without a page: its preview brings an example."""

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        return {**(parent_context or {}), GATHERED: Example()}


def _heading() -> blocks.CharBlock:
    return blocks.CharBlock(max_length=80, label=_("heading"))


def _text() -> blocks.CharBlock:
    return blocks.CharBlock(max_length=160, required=False, label=_("a line below"))


class ChosenBlock(ExampleMixin, blocks.StructBlock):
    """Listings an editor picked, in the editor's order."""

    heading = _heading()
    text = _text()
    listings = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="products.Listing"),
        max_num=MOST_CHOSEN,
        label=_("listings"),
        help_text=_("Four in a row; what is not on sale any more is passed over."),
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        found = (parent_context or {}).get(GATHERED)
        ids = [page.pk for page in value["listings"] if page]
        cards = found.picked(ids) if found else []
        return {**super().get_context(value, parent_context), "cards": cards}

    class Meta:
        icon = "pick"
        group = _("From the shop")
        label = _("Chosen listings")
        label_format = "{heading}"
        template = "blocks/listings.html"
        preview_template = PREVIEW
        description = _("Listings you pick by hand, as cards.")
        preview_value = {"heading": "Our picks this month", "text": "", "listings": []}


class RowBlock(ExampleMixin, blocks.StructBlock):
    """A row of cards that fills itself."""

    heading = _heading()
    text = _text()
    rank = blocks.ChoiceBlock(
        choices=[("newest", _("Newest")), ("popular", _("Most bought"))], default="newest", label=_("which")
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        found = (parent_context or {}).get(GATHERED)
        if found:
            context["cards"] = found.ranked(value["rank"])
            context["more_url"] = f"{found.catalogue_url}?sort={value['rank']}"
        return context

    class Meta:
        icon = "list-ul"
        group = _("From the shop")
        label = _("Row of listings")
        label_format = "{heading}"
        template = "blocks/listings.html"
        preview_template = PREVIEW
        description = _("The newest or the most bought listings; it keeps itself up to date.")
        preview_value = {"heading": "Just arrived", "text": "", "rank": "newest"}


class CollectionBlock(ExampleMixin, blocks.StructBlock):
    """The first cards of a collection, with the way to all of it."""

    heading = blocks.CharBlock(
        max_length=80, required=False, label=_("heading"), help_text=_("Empty: the collection's own title.")
    )
    text = _text()
    page = blocks.PageChooserBlock(page_type="home.CollectionPage", label=_("collection"))

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        found, page = (parent_context or {}).get(GATHERED), value.get("page")
        context["heading"] = value.get("heading") or (page.title if page else "")
        if found:
            context["more_url"], context["cards"] = found.collected(page.pk if page else None)
        return context

    class Meta:
        icon = "folder-open-inverse"
        group = _("From the shop")
        label = _("Collection")
        label_format = "{heading} {page}"
        template = "blocks/listings.html"
        preview_template = PREVIEW
        description = _("The first four listings of a collection, with a link to the whole of it.")
        preview_value = {"heading": "For a rainy Sunday", "text": "", "page": None}


class CategoriesBlock(ExampleMixin, blocks.StructBlock):
    """All categories as links."""

    heading = _heading()
    text = _text()

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        found = (parent_context or {}).get(GATHERED)
        shelves = found.categories() if found else []
        return {**super().get_context(value, parent_context), "categories": shelves}

    class Meta:
        icon = "folder-open-1"
        group = _("From the shop")
        label = _("Categories")
        label_format = "{heading}"
        template = "blocks/categories.html"
        preview_template = PREVIEW
        description = _("Every category with its one-line description.")
        preview_value = {"heading": "Browse by shelf", "text": ""}


class ShopPageBlock(PageBlock):
    """All that a page can be made of."""

    chosen = ChosenBlock()
    row = RowBlock()
    collection = CollectionBlock()
    categories = CategoriesBlock()

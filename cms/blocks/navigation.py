"""A menu entry: a page of the site or an address."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.body import PREVIEW
from cms.languages import here, spoken


class LinkValue(blocks.StructValue):
    """A menu entry as templates read it."""

    def as_link(self) -> dict[str, str]:
        """{title, url}; the page's own title where none was written."""
        page = self.get("page")
        page = page.localized if page else None
        return {
            "title": self.get("title") or (page.title if page else ""),
            "url": (page.url if page else here(self.get("address") or "")) or here("/"),
        }

    @property
    def is_spoken(self) -> bool:
        """Whether it stands in the menu of the language that is being spoken."""
        return self.get("language") in ("", None, spoken())


class LinkBlock(blocks.StructBlock):
    """One link."""

    title = blocks.CharBlock(required=False, max_length=40, help_text=_("Empty: the page's own title."))
    page = blocks.PageChooserBlock(required=False)
    address = blocks.CharBlock(required=False, max_length=200, help_text=_("Used when no page is chosen."))

    language = blocks.ChoiceBlock(
        required=False,
        choices=settings.LANGUAGES,
        label=_("Language"),
        help_text=_("Empty: in the menu of every language."),
    )

    class Meta:
        value_class = LinkValue
        icon = "link"
        label = _("Link")
        label_format = "{title}"
        template = "blocks/link.html"
        preview_template = PREVIEW
        description = _("An entry of the menu: a page of the site or an address.")
        preview_value = {"title": "Catalogue", "address": "/catalogue/"}


class NavigationBlock(blocks.StreamBlock):
    """A list of links."""

    link = LinkBlock()

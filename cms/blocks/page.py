"""What an editor composes the home page and content pages from."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms import pictures
from cms.blocks.body import PICTURE, PREVIEW, PictureBlock, questions_block, quotation_block, text_block

MOST_BLOCKS = 40
HERO_WIDTHS = (640, 1200)


class LinkMixin:
    """Where the button of a block leads: a page of the site."""

    @staticmethod
    def address(value: Any) -> str:
        page = value.get("page")
        return (page.url if page and page.live else "") or ""


class HeroBlock(LinkMixin, blocks.StructBlock):
    """The opening of a page."""

    eyebrow = blocks.CharBlock(max_length=40, required=False, label=_("small line above"))
    heading = blocks.CharBlock(max_length=80, label=_("heading"), help_text=_("The page's only large words."))
    text = blocks.TextBlock(max_length=240, required=False, label=_("text"))
    image = ImageChooserBlock(
        required=False, label=_("picture"), help_text=_("Empty: the drawn colonnade. Else 1200 × 920 pixels.")
    )
    search = blocks.BooleanBlock(required=False, label=_("large search box"))
    button = blocks.CharBlock(max_length=30, required=False, label=_("words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("page behind the button"))

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["url"] = self.address(value)
        image = value.get("image")
        context["picture"] = pictures.picture(image, "", HERO_WIDTHS, 460 / 600) if image else None
        return context

    class Meta:
        icon = "home"
        group = _("Openings")
        label = _("Hero")
        label_format = "{heading}"
        template = "blocks/hero.html"
        preview_template = PREVIEW
        description = _("The large opening of a page, with a button or a search box.")
        preview_value = {
            "eyebrow": "New this week",
            "heading": "Made by people you can ask",
            "text": "Fonts, courses and tools from independent makers.",
            "search": True,
        }


class CallBlock(LinkMixin, blocks.StructBlock):
    """A band with one thing to do."""

    heading = blocks.CharBlock(max_length=80, label=_("heading"))
    text = blocks.TextBlock(max_length=240, required=False, label=_("text"))
    button = blocks.CharBlock(max_length=30, label=_("words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("page behind the button"))

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "url": self.address(value)}

    class Meta:
        icon = "link"
        group = _("Openings")
        label = _("Call to action")
        label_format = "{heading}"
        template = "blocks/call.html"
        preview_template = PREVIEW
        description = _("A shaded band with a sentence and one button.")
        preview_value = {
            "heading": "Open your own store",
            "text": "It takes ten minutes.",
            "button": "Start selling",
        }


class TestimonialBlock(blocks.StructBlock):
    """Praise with a name."""

    quote = blocks.TextBlock(max_length=300, label=_("words"))
    name = blocks.CharBlock(max_length=60, label=_("name"))
    role = blocks.CharBlock(max_length=80, required=False, label=_("what they do"))


class PageBlock(blocks.StreamBlock):
    """Hero, call to action, words, pictures; `home` adds the blocks that know the shop."""

    hero = HeroBlock()
    call = CallBlock()
    text = text_block()
    questions = questions_block()
    quotation = quotation_block()
    testimonials = blocks.ListBlock(
        TestimonialBlock(label_format="{name}"),
        max_num=6,
        icon="group",
        group=_("Words"),
        label=_("Testimonials"),
        template="blocks/testimonials.html",
        preview_template=PREVIEW,
        description=_("What buyers and sellers say, side by side."),
        preview_value=[
            {"quote": "My readers found me here.", "name": "Jonas Weber", "role": "Writes on bread"}
        ],
    )
    picture = PictureBlock(**PICTURE)

    class Meta:
        max_num = MOST_BLOCKS

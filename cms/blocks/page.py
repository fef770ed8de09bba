"""What an editor composes the home page and content pages from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.body import TEXT_FEATURES, QuestionBlock


class PageBlock(blocks.StreamBlock):
    """Hero, chosen listings, categories, text, questions, image, call to action, testimonials."""

    hero = blocks.StructBlock(
        [
            ("heading", blocks.CharBlock(max_length=80)),
            ("text", blocks.TextBlock(max_length=240, required=False)),
            ("image", ImageChooserBlock(required=False)),
            ("button", blocks.CharBlock(max_length=30, required=False)),
            ("page", blocks.PageChooserBlock(required=False)),
        ],
        icon="home",
        template="blocks/hero.html",
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", template="blocks/text.html")
    questions = blocks.ListBlock(
        QuestionBlock(), icon="help", label=_("Questions"), template="blocks/questions.html"
    )

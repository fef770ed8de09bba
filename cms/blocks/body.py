"""What a seller can say in a listing's description, and an editor on a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ul", "ol", "hr"]


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=160)
    answer = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"])


class BodyBlock(blocks.StreamBlock):
    """Text, what you get, a picture, questions, a quotation."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", template="blocks/text.html")
    what_you_get = blocks.ListBlock(
        blocks.CharBlock(max_length=160),
        icon="tick",
        label=_("What you get"),
        template="blocks/what_you_get.html",
    )
    picture = blocks.StructBlock(
        [
            ("image", ImageChooserBlock()),
            ("alt", blocks.CharBlock(max_length=160, label=_("What it shows"))),
            ("caption", blocks.CharBlock(max_length=200, required=False)),
        ],
        icon="image",
        template="blocks/picture.html",
    )
    questions = blocks.ListBlock(
        QuestionBlock(), icon="help", label=_("Questions"), template="blocks/questions.html"
    )
    quotation = blocks.StructBlock(
        [
            ("text", blocks.TextBlock(max_length=400)),
            ("who", blocks.CharBlock(max_length=80, required=False)),
        ],
        icon="openquote",
        template="blocks/quotation.html",
    )

"""What a seller can say in a listing's description, and an editor on a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms import pictures

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ul", "ol", "hr"]
ANSWER_FEATURES = ["bold", "italic", "link", "ul"]
PREVIEW = "block_previews/block.html"
MOST_BLOCKS = 40


class PictureBlock(blocks.StructBlock):
    """A picture with its words; shown in its own proportions."""

    image = ImageChooserBlock(label=_("picture"), help_text=_("At least 1280 pixels wide."))
    alt = blocks.CharBlock(
        max_length=160, label=_("What it shows"), help_text=_("Read to people who cannot see it.")
    )
    caption = blocks.CharBlock(
        max_length=200, required=False, label=_("caption"), help_text=_("Under the picture; may stay empty.")
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        image = value.get("image")
        if image and image.width:
            ratio = image.height / image.width
            context["picture"] = pictures.picture(image, value["alt"], pictures.STAGE_WIDTHS, ratio)
        return context


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=160, label=_("question"))
    answer = blocks.RichTextBlock(features=ANSWER_FEATURES, label=_("answer"))


class ChapterBlock(blocks.StructBlock):
    """One line of a table of contents."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("in one sentence"))


class FactBlock(blocks.StructBlock):
    """One row of a table of facts."""

    name = blocks.CharBlock(max_length=60, label=_("name"))
    value = blocks.CharBlock(max_length=160, label=_("value"))


TEXT = {
    "icon": "pilcrow",
    "group": _("Words"),
    "label": _("Text"),
    "template": "blocks/text.html",
    "preview_template": PREVIEW,
    "description": _("Paragraphs with headings, lists and links."),
    "preview_value": "<h2>Drawn for long reading</h2><p>Sturdy serifs and open counters keep the eye moving, "
    "even on a phone in the evening train.</p><ul><li>Four weights</li><li>True italics</li></ul>",
}
QUESTIONS = {
    "icon": "help",
    "group": _("Words"),
    "label": _("Questions"),
    "template": "blocks/questions.html",
    "preview_template": PREVIEW,
    "description": _("Questions that open and close: answer what buyers ask before they ask."),
    "preview_value": [
        {"question": "May I use it for clients?", "answer": "<p>Yes, as often as you like.</p>"},
        {"question": "Do I get updates?", "answer": "<p>Yes, for as long as the listing is here.</p>"},
    ],
}
QUOTATION = {
    "icon": "openquote",
    "group": _("Words"),
    "label": _("Quotation"),
    "label_format": "{who}",
    "template": "blocks/quotation.html",
    "preview_template": PREVIEW,
    "description": _("What somebody said, with their name."),
    "preview_value": {"text": "It saved me a week of work.", "who": "Mara Lindqvist, book designer"},
}
PICTURE = {
    "icon": "image",
    "group": _("Pictures"),
    "label": _("Picture"),
    "label_format": "{alt}",
    "template": "blocks/picture.html",
    "preview_template": PREVIEW,
    "description": _("A picture in its own proportions, with a caption if you like."),
    "preview_value": {"image": None, "alt": "Two open books", "caption": "The regular and the bold weight."},
}


def text_block() -> blocks.RichTextBlock:
    """Paragraphs, for listings and pages alike."""
    return blocks.RichTextBlock(features=TEXT_FEATURES, **TEXT)


def questions_block() -> blocks.ListBlock:
    """Questions and answers, for listings and pages alike."""
    return blocks.ListBlock(QuestionBlock(label_format="{question}"), max_num=30, **QUESTIONS)


def quotation_block() -> blocks.StructBlock:
    """Somebody's words, for listings and pages alike."""
    words = blocks.TextBlock(max_length=400, label=_("words"))
    who = blocks.CharBlock(max_length=80, required=False, label=_("who said it"))
    return blocks.StructBlock([("text", words), ("who", who)], **QUOTATION)


class BodyBlock(blocks.StreamBlock):
    """Text, what you get, contents, facts, a picture, questions, a quotation."""

    text = text_block()
    what_you_get = blocks.ListBlock(
        blocks.CharBlock(max_length=160),
        max_num=20,
        icon="tick",
        group=_("What is in it"),
        label=_("What you get"),
        template="blocks/what_you_get.html",
        preview_template=PREVIEW,
        description=_("A list with ticks: one line for each thing the buyer receives."),
        preview_value=["240 icons in two weights", "SVG with named paths", "Free updates"],
    )
    contents = blocks.StructBlock(
        [
            ("heading", blocks.CharBlock(max_length=80, default="What is inside", label=_("heading"))),
            (
                "chapters",
                blocks.ListBlock(ChapterBlock(label_format="{title}"), label=_("parts"), max_num=60),
            ),
        ],
        icon="list-ol",
        group=_("What is in it"),
        label=_("Contents"),
        label_format="{heading}",
        template="blocks/contents.html",
        preview_template=PREVIEW,
        description=_("A table of contents: chapters, parts, sections."),
        preview_value={
            "heading": "What is inside",
            "chapters": [
                {"title": "1 · Where to begin", "note": "The few ideas everything stands on."},
                {"title": "2 · A first result", "note": "Step by step."},
            ],
        },
    )
    specifications = blocks.ListBlock(
        FactBlock(label_format="{name}: {value}"),
        max_num=30,
        icon="table",
        group=_("What is in it"),
        label=_("Facts"),
        template="blocks/specifications.html",
        preview_template=PREVIEW,
        description=_("Names and values in a small table: formats, sizes, requirements."),
        preview_value=[{"name": "Formats", "value": "OTF, WOFF2"}, {"name": "Languages", "value": "90"}],
    )
    picture = PictureBlock(**PICTURE)
    questions = questions_block()
    quotation = quotation_block()

    class Meta:
        max_num = MOST_BLOCKS

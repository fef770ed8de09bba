"""Ready-made beginnings for a download: what is usually in one, in words a seller only has to adapt."""

from django.utils.translation import gettext_lazy as _

_FORMATS = _("Can I open the files on my computer?")
_LICENCE = _("What may I do with it?")

STARTERS: list[dict] = [
    {
        "slug": "e-book",
        "icon": "doc-full",
        "label": _("E-book"),
        "note": _("PDF and EPUB, a table of contents, one price or pay what you want."),
        "fields": {
            "summary": _(
                "A hands-on guide of 120 pages that takes you from the first idea to a finished result."
            ),
        },
        "body": [
            (
                "text",
                _("<p>Who is this book for, and what can they do after reading it?</p>"),
            ),
            (
                "what_you_get",
                [
                    _("The book as PDF, 120 pages"),
                    _("The book as EPUB for phones and readers"),
                    _("Free corrections for a year"),
                ],
            ),
            (
                "contents",
                {
                    "heading": _("What is inside"),
                    "chapters": [
                        {
                            "title": _("1 · Where to begin"),
                            "note": _("The few ideas everything else stands on."),
                        },
                        {"title": _("2 · A first result"), "note": _("Step by step, with pictures.")},
                        {
                            "title": _("3 · Doing it well"),
                            "note": _("Habits and check-lists of people who do it daily."),
                        },
                    ],
                },
            ),
            (
                "questions",
                [
                    {
                        "question": _("Which format suits me?"),
                        "answer": _("<p>PDF for print and large screens, EPUB for phones. You get both.</p>"),
                    },
                    {
                        "question": _LICENCE,
                        "answer": _("<p>Read it on all of your devices. Please do not pass it on.</p>"),
                    },
                ],
            ),
        ],
        "offers": [{"name": _("The book"), "price": 1900}],
    },
    {
        "slug": "icon-pack",
        "icon": "image",
        "label": _("Icon pack"),
        "note": _("SVG and PNG in one archive, with a personal and a team licence."),
        "fields": {
            "summary": _(
                "240 line icons on a 24-pixel grid, in two weights, as SVG and PNG for apps and slides."
            ),
        },
        "body": [
            (
                "text",
                _("<p>Describe the idea behind the set and where it looks best: apps, slides, print.</p>"),
            ),
            (
                "what_you_get",
                [
                    _("240 icons in two weights"),
                    _("SVG with clean, named paths"),
                    _("PNG in 24, 48 and 96 pixels"),
                    _("A sheet with all names"),
                ],
            ),
            (
                "specifications",
                [
                    {"name": _("Grid"), "value": _("24 × 24 pixels")},
                    {"name": _("Stroke"), "value": _("1.5 and 2 pixels")},
                    {"name": _("Formats"), "value": "SVG, PNG"},
                ],
            ),
            (
                "questions",
                [
                    {
                        "question": _LICENCE,
                        "answer": _(
                            "<p>Use the icons in your own and your clients’ work. Do not resell them.</p>"
                        ),
                    }
                ],
            ),
        ],
        "offers": [{"name": _("Personal licence"), "price": 2400}, {"name": _("Team of ten"), "price": 7900}],
    },
    {
        "slug": "font-family",
        "icon": "title",
        "label": _("Font family"),
        "note": _("Desktop and web fonts, a specimen, licences by use."),
        "fields": {
            "summary": _("A warm serif for long reading: four weights with italics and old-style figures."),
        },
        "body": [
            (
                "text",
                _("<p>What was it drawn for? Name two or three places where it shines.</p>"),
            ),
            (
                "what_you_get",
                [
                    _("Four weights with italics"),
                    _("OTF for desktop, WOFF2 for the web"),
                    _("A specimen as PDF"),
                ],
            ),
            (
                "specifications",
                [
                    {"name": _("Glyphs"), "value": "720"},
                    {"name": _("Languages"), "value": _("Latin, 90 languages")},
                    {"name": _("Features"), "value": _("Small capitals, ligatures, old-style figures")},
                ],
            ),
            (
                "questions",
                [
                    {
                        "question": _LICENCE,
                        "answer": _(
                            "<p>Desktop: up to two computers. Web: one site, any number of visitors.</p>"
                        ),
                    }
                ],
            ),
        ],
        "offers": [
            {"name": _("Desktop licence"), "price": 4900},
            {"name": _("Desktop and web"), "price": 8900},
        ],
    },
    {
        "slug": "sample-pack",
        "icon": "media",
        "label": _("Sample pack"),
        "note": _("WAV loops and single sounds, tempo and key in the names."),
        "fields": {
            "summary": _(
                "180 loops and single sounds at 24 bit, labelled with tempo and key, for your tracks."
            ),
        },
        "body": [
            ("text", _("<p>Where do the sounds come from, and what mood do they carry?</p>")),
            (
                "what_you_get",
                [
                    _("120 loops with tempo and key in their names"),
                    _("60 single sounds"),
                    _("WAV, 24 bit, 48 kHz"),
                ],
            ),
            (
                "specifications",
                [{"name": _("Format"), "value": "WAV"}, {"name": _("Tempo"), "value": "80–120 BPM"}],
            ),
            (
                "questions",
                [
                    {"question": _FORMATS, "answer": _("<p>Yes: WAV files open in every audio program.</p>")},
                    {
                        "question": _LICENCE,
                        "answer": _("<p>Use the sounds in your own music. Do not sell them as samples.</p>"),
                    },
                ],
            ),
        ],
        "offers": [{"name": _("The pack"), "price": 2900}],
    },
    {
        "slug": "template",
        "icon": "duplicate",
        "label": _("Template"),
        "note": _("A document, sheet or page that buyers fill with their own words."),
        "fields": {
            "summary": _(
                "A tested template with sample text: open it, put your own words in, and be done today."
            ),
        },
        "body": [
            ("text", _("<p>What did it take you hours to get right, that nobody should do twice?</p>")),
            (
                "what_you_get",
                [
                    _("The template for two programs, with sample text"),
                    _("A filled-in example to look at"),
                    _("Two pages on how to change colours and type"),
                ],
            ),
            (
                "specifications",
                [
                    {"name": _("Programs"), "value": "LibreOffice, Microsoft Word"},
                    {"name": _("Paper"), "value": _("A4 and US Letter")},
                    {"name": _("Fonts"), "value": _("Free ones, links included")},
                ],
            ),
            (
                "questions",
                [
                    {"question": _FORMATS, "answer": _("<p>Yes, if you have one of the programs above.</p>")},
                    {
                        "question": _LICENCE,
                        "answer": _("<p>Use it as often as you like. Do not sell or share the template.</p>"),
                    },
                ],
            ),
        ],
        "offers": [{"name": _("One person"), "price": 1500}, {"name": _("Whole company"), "price": 4500}],
    },
    {
        "slug": "pictures",
        "icon": "image",
        "label": _("Pictures and textures"),
        "note": _("Photographs or textures in full size, sold by use."),
        "fields": {
            "summary": _("Thirty photographs in full size, in even light, for covers, screens and walls."),
        },
        "body": [
            ("text", _("<p>What do they have in common: a place, a light, a colour? Where do they fit?</p>")),
            (
                "what_you_get",
                [
                    _("30 pictures as JPEG, 6000 × 4000 pixels"),
                    _("A contact sheet with numbers"),
                ],
            ),
            (
                "specifications",
                [
                    {"name": _("Size"), "value": "6000 × 4000"},
                    {"name": _("Colour"), "value": "sRGB"},
                    {"name": _("People"), "value": _("None to be recognised")},
                ],
            ),
            (
                "questions",
                [
                    {
                        "question": _LICENCE,
                        "answer": _(
                            "<p>Web and print up to 10,000 copies. Ask us for more. Do not resell them.</p>"
                        ),
                    }
                ],
            ),
        ],
        "offers": [
            {"name": _("Web and small print"), "price": 2200},
            {"name": _("Any use"), "price": 6600},
        ],
    },
]

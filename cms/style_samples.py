"""What the style page shows: made-up listings, sellers and sums, as plain dicts in the components' shapes."""

from decimal import Decimal


def _card(
    title: str, seller: str, kind: str, kind_label: str, price: str, **more: object
) -> dict[str, object]:
    """One listing as the card component wants it."""
    return {
        "pk": 1,
        "url": "#cards",
        "title": title,
        "seller_name": seller,
        "seller_url": "#sellers",
        "kind": kind,
        "kind_label": kind_label,
        "price_label": price,
        **more,
    }


CARDS = [
    _card(
        "Letters in stone: drawing Roman capitals by hand",
        "Alice Marlow",
        "course",
        "Course",
        "€89",
        compare_at_label="€119",
        rating=Decimal("4.8"),
        rating_count=212,
    ),
    _card(
        "Field recordings from forty Mediterranean harbours",
        "Nuno Sable",
        "download",
        "Download",
        "from €12",
        rating=Decimal("4.6"),
        rating_count=58,
        badge="New",
    ),
    _card(
        "Plainsheet, a spreadsheet that explains itself",
        "Orrery Works",
        "software",
        "Software",
        "€49 a year",
        rating=Decimal("4.9"),
        rating_count=1304,
    ),
    _card(
        "An hour on your book proposal, before you send it",
        "Ines Duarte",
        "consultation",
        "Consultation",
        "€120",
    ),
    _card(
        "I will draw a hand-lettered wordmark for your studio and send it as vectors",
        "Tomas Weld",
        "gig",
        "Service",
        "from €340",
        rating=Decimal("5.0"),
        rating_count=17,
    ),
    _card(
        "The whole workshop: brushes, papers and both courses",
        "Alice Marlow",
        "bundle",
        "Bundle",
        "€149",
        compare_at_label="€214",
        rating=Decimal("4.7"),
        rating_count=31,
        badge="Save 30 %",
    ),
    _card("Notes on joinery", "Pell & Daughters", "download", "Download", "Pay what you want"),
    _card("Ticket for the open studio", "Pell & Daughters", "other", "Ticket", "Free"),
]
STORE_CARDS = CARDS[:4]

OPTIONS = [
    {
        "value": "personal",
        "label": "Personal",
        "note": "For your own work",
        "price_label": "€29",
        "checked": True,
    },
    {"value": "studio", "label": "Studio", "note": "Up to five people", "price_label": "€79"},
    {
        "value": "school",
        "label": "School",
        "note": "Sold out until January",
        "price_label": "€190",
        "disabled": True,
    },
]
FACTS = [
    {"icon": "file", "label": "12 lessons, 4 h 20 min, captions in English and German"},
    {"icon": "refresh", "label": "Free updates, last one in November"},
    {"icon": "refund", "label": "Money back within 14 days"},
    {"icon": "lock", "label": "Yours for good, on every device"},
]
UPGRADE = {
    "words": "You own “Reading”.",
    "label": "Upgrade to Course for €60",
    "note": "€90 less the €30 paid so far",
    "action": "#buy",
}
OFFER = {
    "action": "#buy",
    "upgrades": [UPGRADE],
    "price_label": "€29.00",
    "compare_at_label": "€39.00",
    "price_note": "incl. 20 % VAT · launch price until 1 December",
    "options": OPTIONS,
    "options_legend": "Licence",
    "primary_label": "Buy now €29.00",
    "cart_label": "Add to cart",
    "gift_label": "Give as a gift",
    "gift_name": "gift",
    "cart_name": "to",
    "cart_value": "cart",
    "facts": FACTS,
    "seller_line": "Sold by Alice Marlow. Payment by Stripe.",
}
_AMOUNT = {"currency": "€", "minimum_label": "€5 or more; most people give €12.", "suggested": "12"}
PAY_WHAT_YOU_WANT = {
    "action": "#pwyw",
    "price_label": "from €5",
    "price_note": "+ tax",
    "pay_what_you_want": {**_AMOUNT, "value": "2", "error": "Please give at least €5."},
    "primary_label": "Buy now",
}
SOLD_OUT = {
    "unavailable": {
        "title": "Sold out",
        "text": "All 20 seats of this workshop are taken. The next one is announced to followers first.",
        "url": "#sellers",
        "label": "See other workshops",
    }
}

SELLER = {
    "name": "Alice Marlow",
    "url": "#sellers",
    "initials": "AM",
    "bio": "Stone carver in Porto. Teaches what she learned in twenty years of cutting names into slate.",
    "rating": Decimal("4.8"),
    "rating_count": 268,
    "facts": ["9 listings", "Answers within a day"],
}
PICTURES = [
    {"jpeg": f"/static/style/plate-{number}.svg", "width": 1280, "height": 720, "alt": alt}
    for number, alt in enumerate(("Three arches", "A sundial", "A mosaic"), start=1)
]
FILES = [
    {"name": "Roman capitals, workbook.pdf", "kind": "PDF", "detail": "86 pages", "size_label": "14.2 MB"},
    {"name": "Brushes.zip", "kind": "ZIP", "detail": "24 brushes", "size_label": "3.1 MB"},
    {
        "name": "Sample page.pdf",
        "kind": "PDF",
        "detail": "Free preview",
        "size_label": "0.4 MB",
        "url": "#files",
    },
]
PACKAGES = [
    {
        "name": name,
        "price_label": price,
        "summary": summary,
        "features": [f"{days} days", "Vector files"],
        "url": "#buy",
        "label": f"Choose {name}",
        "recommended": name == "Wordmark",
    }
    for name, price, summary, days in (
        ("Sketch", "€340", "Three directions in pencil", 5),
        ("Wordmark", "€620", "One finished mark", 12),
        ("Family", "€1,180", "Mark, monogram and stamp", 20),
    )
]
PACKAGE_ROWS = [
    {"label": "Delivery", "cells": ["5 days", "12 days", "20 days"]},
    {"label": "Revisions", "cells": ["1", "3", "5"]},
    {"label": "Vector files", "cells": [False, True, True]},
    {"label": "Stamp-ready version", "cells": [False, False, True]},
]

REVIEW = {
    "author": "Bob Hale",
    "rating": Decimal("5"),
    "title": "I see letters everywhere now",
    "text": "Slow in the best way. By lesson four I had drawn an R that I like, and I know why it works.",
    "date_label": "12 November",
    "is_verified": True,
    "reply": {
        "author": "Alice Marlow",
        "text": "The R is the hardest one. Well done!",
        "date_label": "13 November",
    },
}
SHORT_REVIEW = {
    "author": "Mina Ord",
    "rating": Decimal("3.4"),
    "title": "",
    "text": "Good lessons; I wished for more on spacing.",
    "date_label": "2 October",
}
RATINGS = {
    "average": Decimal("4.8"),
    "count": 212,
    "bars": [
        {"stars": 5, "count": 178, "percent": 84, "url": "#reviews"},
        {"stars": 4, "count": 25, "percent": 12, "url": "#reviews"},
        {"stars": 3, "count": 6, "percent": 3, "url": "#reviews"},
        {"stars": 2, "count": 1, "percent": 0},
        {"stars": 1, "count": 2, "percent": 1},
    ],
}

_TAGS = ["lettering", "typography", "drawing", "carving", "branding", "history", "calligraphy"]
FACETS = [
    {
        "title": "Category",
        "kind": "link",
        "options": [
            {"label": "Design", "count": 48, "url": "#finding", "selected": True},
            {"label": "Writing", "count": 31, "url": "#finding"},
            {"label": "Sound", "count": 12, "url": "#finding"},
        ],
    },
    {
        "title": "Kind",
        "name": "kind",
        "kind": "checkbox",
        "options": [
            {"value": "course", "label": "Course", "count": 18, "selected": True},
            {"value": "download", "label": "Download", "count": 22},
            {"value": "service", "label": "Service", "count": 8},
        ],
    },
    {
        "title": "Rating",
        "name": "rating",
        "kind": "radio",
        "options": [
            {"value": "4", "label": "4 stars and more", "count": 37},
            {"value": "3", "label": "3 stars and more", "count": 45},
        ],
    },
    {
        "title": "Tags",
        "name": "tag",
        "kind": "checkbox",
        "options": [{"value": tag, "label": tag, "count": 20 - 2 * at} for at, tag in enumerate(_TAGS)],
    },
]
SUGGESTIONS = [
    {
        "title": "Listings",
        "entries": [
            {"url": "#cards", "label": "Letters in stone", "note": "by Alice Marlow", "icon": "course"},
            {"url": "#cards", "label": "A hand-lettered wordmark", "note": "by Tomas Weld", "icon": "edit"},
        ],
    },
    {"title": "Sellers", "entries": [{"url": "#sellers", "label": "Alice Marlow", "icon": "store"}]},
    {"title": "Categories", "entries": [{"url": "#finding", "label": "Lettering", "icon": "tag"}]},
]

STEPS = [
    {"label": "Ordered", "note": "3 November", "state": "done"},
    {"label": "Requirements", "note": "4 November", "state": "done"},
    {"label": "In progress", "note": "Due in 3 days", "state": "current"},
    {"label": "Delivered", "state": "next"},
]
SUMS = [
    {"label": "Letters in stone", "note": "Personal licence", "value_label": "€29.00"},
    {"label": "Field recordings", "note": "from Nuno Sable", "value_label": "€12.00"},
    {"label": "Coupon AUTUMN", "value_label": "−€4.10"},
    {"label": "VAT 20 %", "value_label": "€6.15"},
]
QUESTIONS = ["Can I return it?", "Which software do I need?", "May I use the letters in my own work?"]
CRUMBS = [
    {"title": "Discover", "url": "#parts"},
    {"title": "Design", "url": "#parts"},
    {"title": "Lettering", "url": "#parts"},
    {"title": "Letters in stone"},
]
SWATCHES = [
    *("stone", "raised", "shade", "shade-deep", "line", "line-strong", "ink", "ink-quiet"),
    *("accent", "accent-soft", "ok", "warn", "danger", "star"),
]
SORTS = [{"value": "newest", "label": "Newest", "selected": True}, {"value": "rating", "label": "Best rated"}]

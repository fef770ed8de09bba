"""Ready-made beginnings for software: a licence for life, one with a year of updates, a subscription."""

from django.utils.translation import gettext_lazy as _

_QUESTIONS = (
    "questions",
    [
        {
            "question": _("On how many computers may I use it?"),
            "answer": _(
                "<p>As many as the licence says. You release a computer yourself, in your library, "
                "when you get a new one.</p>"
            ),
        },
        {
            "question": _("Does it work without the internet?"),
            "answer": _("<p>Yes. Save the licence file from your library beside the program.</p>"),
        },
    ],
)

STARTERS: list[dict] = [
    {
        "slug": "app",
        "icon": "desktop",
        "label": _("A program for the desktop"),
        "note": _("A licence for life on three computers, and one for a team."),
        "fields": {
            "requirements": _("8 GB of memory, 200 MB on disk"),
            "summary": _("A small program that does one thing well, offline, on your own computer."),
        },
        "body": [
            ("text", _("<p>What does it do, and for whom?</p>")),
            ("what_you_get", [_("A key for three computers"), _("Every version that ever comes")]),
            _QUESTIONS,
        ],
        "offers": [
            {"name": _("Personal"), "price": 3900, "quota": 3},
            {"name": _("Team of ten"), "price": 19900, "quota": 10},
        ],
    },
    {
        "slug": "plugin",
        "icon": "plus",
        "label": _("A plug-in with a year of updates"),
        "note": _("Yours for good; new versions for twelve months."),
        "fields": {
            "requirements": _("Works in version 5 and later of the host"),
            "summary": _("A plug-in that saves an hour a day, with a year of new versions included."),
        },
        "body": [
            ("text", _("<p>What does it add, and to which program?</p>")),
            ("what_you_get", [_("Yours for good"), _("New versions for twelve months")]),
            _QUESTIONS,
        ],
        "offers": [{"name": _("One year of updates"), "price": 4900, "quota": 2, "terms": {"months": 12}}],
    },
    {
        "slug": "subscription",
        "icon": "date",
        "label": _("A program paid by the month or year"),
        "note": _("The key works while it is paid; every new version is included."),
        "fields": {
            "requirements": _("8 GB of memory, 200 MB on disk"),
            "summary": _("A program that grows every month, on three computers, for as long as you need it."),
        },
        "body": [
            ("text", _("<p>What does it do, and what comes next?</p>")),
            ("what_you_get", [_("A key for three computers"), _("Every new version while you subscribe")]),
            _QUESTIONS,
        ],
        "offers": [
            {"name": _("By the month"), "price": 900, "quota": 3, "interval": "month"},
            {"name": _("By the year"), "price": 9000, "quota": 3, "interval": "year"},
        ],
    },
]

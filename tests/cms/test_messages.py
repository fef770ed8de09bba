"""Every text of the shop is translated, and no translation loses what its text holds."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from cms.management.commands.messages import catalogue, collected

HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{ \w+ \}\}|\{\w*\}|</?\w+[^>]*>|&\w+;")
TEMPLATES = sorted(
    path
    for path in (settings.BASE_DIR / "templates").rglob("*")
    if path.suffix in (".html", ".txt") and not set(path.parts) & {"style", "block_previews"}
)
UNSEEN = re.compile(
    r"\{#.*?#\}|\{% ?comment.*?endcomment ?%\}|\{% ?blocktrans.*?endblocktrans(?:late)? ?%\}"
    r"|<(script|style|code)\b.*?</\1>|<!--.*?-->|\{% ?block \w*(?:class|id|results_url)\b.*?endblock \w*%\}",
    re.DOTALL,
)
TAGS = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
MARKS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SAID_ASIDE = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"{]*[A-Za-z]{3,}[^"{]*)"')
# What is written alike in every language: the shop's own name, columns of a file.
COLUMNS = {"title", "kind", "summary", "description", "offer", "price", "stock", "categories", "tags"}
ALIKE = {
    "500.html": {"Stoa"},
    "export.html": {"UTC"},
    "downloads.html": {"SHA"},
    "library_item.html": {"JSON", "Sparkle"},
    "import.html": COLUMNS,
}


@pytest.fixture(scope="module")
def german():
    return read_po(BytesIO(catalogue("de").read_bytes()), locale="de")


def _pairs(message):
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return list(zip(ids, said, strict=True))


def test_every_text_has_a_translation_and_every_translation_a_text(german):
    texts = {(message.id, message.context) for message in collected() if message.id}
    translated = {(message.id, message.context) for message in german if message.id}

    assert texts - translated == set(), "Run `make messages`, then translate what is new."
    assert translated - texts == set(), "Run `make messages`."
    assert [
        message.id for message in german if message.id and not all(said for _t, said in _pairs(message))
    ] == []


def test_no_translation_is_a_guess(german):
    assert [message.id for message in german if message.id and message.fuzzy] == []


def test_translations_keep_every_hole_and_every_mark(german):
    pairs = [pair for message in german if message.id for pair in _pairs(message)]

    assert [text for text, said in pairs if sorted(HOLES.findall(text)) != sorted(HOLES.findall(said))] == []
    assert [text for text, said in pairs if _edges(text) != _edges(said)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("live", "Veröffentlicht"), ("Reports", "Berichte"), ("items", "Elemente"), ("To", "Nach")],
)
def test_our_words_do_not_change_what_wagtail_says_of_its_own(text, said):
    with translation.override("de"):
        assert translation.gettext(text) == said


def _context(message):
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def _parts(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def test_what_runs_is_what_was_translated(german):
    compiled = read_mo(BytesIO(catalogue("de").with_suffix(".mo").read_bytes()))

    def said(catalog):
        return {
            (tuple(m.id) if isinstance(m.id, list | tuple) else m.id, _context(m)): _parts(m)
            for m in catalog
            if m.id
        }

    assert said(compiled) == said(german), "Run `make messages`."


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(settings.BASE_DIR).as_posix())
def test_no_template_says_a_word_that_cannot_be_translated(path: Path):
    source = UNSEEN.sub("", path.read_text())
    bare = MARKS.sub("", source)
    tags = TAGS.sub(" ", bare) if path.suffix == ".html" else bare
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;|https?://\S+", " ", tags)))

    assert words - ALIKE.get(path.name, set()) == set()
    assert SAID_ASIDE.findall(bare) == []

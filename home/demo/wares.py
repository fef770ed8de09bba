"""Small real files of every type the demo sells: archives, books, tables, tones, looks and pictures."""

import struct
import wave
import zipfile
from collections.abc import Callable
from html import escape
from io import BytesIO
from math import exp, pi, sin
from pathlib import PurePath

from PIL import Image, ImageDraw, ImageFont

from home.demo.art import draw
from home.demo.art.palette import INK, PAPER
from home.demo.goods import Good

RATE, SECONDS = 16_000, 3
PARTIALS = ((1.0, 0.5), (2.0, 0.25), (2.4, 0.18), (3.0, 0.12))


def make(name: str, good: Good) -> bytes:
    """The bytes of a file with this name; KeyError for a type that the demo does not make."""
    return MAKERS[PurePath(name).suffix](good)


def _read_me(good: Good) -> str:
    gets = "\n".join(f"* {line}" for line in good.gets)
    return (
        f"{good.title}\n{'=' * len(good.title)}\n\n{good.summary}\n\n{gets}\n\n"
        "This is a demonstration: the file is real, small, and yours to keep.\n"
    )


def _text(good: Good) -> bytes:
    return _read_me(good).encode()


def _table(good: Good) -> bytes:
    rows = [f"{number},{good.title} {number},{number * 7 % 60} s" for number in range(1, 41)]
    return "\n".join(["number,name,length", *rows, ""]).encode()


def _picture(good: Good) -> bytes:
    return _saved(_drawing(good), "JPEG", quality=85)


def _archive(good: Good) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("READ ME.txt", _read_me(good))
        archive.writestr("contents.csv", _table(good))
        archive.writestr("preview.jpg", _picture(good))
    return packed.getvalue()


def _pages(good: Good) -> bytes:
    """A PDF of two pages: the picture, and what the book is about."""
    front, inside = Image.new("RGB", (900, 1200), PAPER), Image.new("RGB", (900, 1200), PAPER)
    front.paste(_drawing(good).resize((900, 506)), (0, 180))
    _write(front, 760, good.title, 58)
    for line, words in enumerate(_broken(good.summary, 44)):
        _write(inside, 180 + line * 48, words, 30)
    for line, words in enumerate(good.gets):
        _write(inside, 460 + line * 52, f"·  {words}", 26)
    return _saved(front, "PDF", save_all=True, append_images=[inside], title=good.title)


def _book(good: Good) -> bytes:
    """An EPUB 3 with one chapter."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("content.opf", PACKAGE.format(title=escape(good.title), slug=good.slug))
        toc = '<nav epub:type="toc"><ol><li><a href="one.xhtml">1</a></li></ol></nav>'
        book.writestr("nav.xhtml", _chapter(good.title, toc))
        book.writestr("one.xhtml", _chapter(good.title, f"<h1>{escape(good.title)}</h1>{good.text}"))
    return packed.getvalue()


def _chapter(title: str, body: str) -> str:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f"<html {spaces}><head><title>{escape(title)}</title></head><body>{body}</body></html>"


def _tone(good: Good) -> bytes:
    """A struck bell, its pitch from the title."""
    pitch = 220 + 20 * (len(good.title) % 12)
    samples = [_bell(pitch, step / RATE) for step in range(RATE * SECONDS)]
    packed = BytesIO()
    with wave.open(packed, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return packed.getvalue()


def _bell(pitch: float, at: float) -> int:
    sounding = sum(share * sin(2 * pi * pitch * part * at) for part, share in PARTIALS)
    return round(28_000 * sounding * exp(-1.8 * at))


def _look(good: Good) -> bytes:
    """A colour look of nine points that warms the lights and cools the shadows."""
    steps = [step / 8 for step in range(9)]
    rows = [
        f"{min(1, r * 1.04 + 0.01):.5f} {g:.5f} {min(1, b * 0.92 + 0.05):.5f}"
        for b in steps
        for g in steps
        for r in steps
    ]
    return "\n".join([f'TITLE "{good.title}"', "LUT_3D_SIZE 9", *rows, ""]).encode()


def _drawing(good: Good) -> Image.Image:
    return draw(good.art or "book", "", good.seed).resize((960, 540))


def _write(sheet: Image.Image, y: int, words: str, size: int) -> None:
    ImageDraw.Draw(sheet).text((90, y), words, fill=INK, font=ImageFont.load_default(size))


def _broken(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    packed = BytesIO()
    image.save(packed, form, **options)
    return packed.getvalue()


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
PACKAGE = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{slug}</dc:identifier>'
    "<dc:title>{title}</dc:title><dc:language>en</dc:language>"
    '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="one"/></spine></package>'
)
MAKERS: dict[str, Callable[[Good], bytes]] = {
    ".txt": _text,
    ".csv": _table,
    ".jpg": _picture,
    ".zip": _archive,
    ".pdf": _pages,
    ".epub": _book,
    ".wav": _tone,
    ".cube": _look,
}

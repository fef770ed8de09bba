"""Fonts: letters built from circles, stems and bars, as large as the sheet allows."""

from random import Random

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import INK, PAPER, Tones

TOP, TALL = 190, 520
WORDS = ("aRg", "Qnd", "Bae", "GRo", "nDQ", "eaP")


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """Three letters on a line, one of them in the spark colour."""
    dice = Random(seed)  # noqa: S311 (a drawing)
    word = WORDS[seed % len(WORDS)]
    ground, ink, second = (
        (tones.mid, PAPER, tones.deep),
        (PAPER, INK, tones.mid),
        (tones.deep, tones.soft, PAPER),
    )[seed % 3]
    canvas.bar(0, 0, 1600, 900, ground)
    for y in (TOP, TOP + TALL):
        canvas.bar(0, y - 1.5, 1600, 3, second)
    lit = dice.randrange(3)
    for place, letter in enumerate(word):
        colour = tones.spark if place == lit and ground != tones.mid else second if place == lit else ink
        LETTERS[letter](canvas, 100 + place * 480, colour, ground)
    return canvas.finish()


def _a(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 210, TOP + 310, 210, ink)
    canvas.disc(x + 210, TOP + 310, 88, ground)
    canvas.bar(x + 300, TOP + 100, 120, 420, ink)


def _e(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 210, TOP + 310, 210, ink)
    canvas.pie(x + 210, TOP + 310, 92, 180, 360, ground)
    canvas.pie(x + 210, TOP + 352, 92, 0, 180, ground)
    canvas.bar(x + 210, TOP + 352, 220, 50, ground)


def _g(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 210, TOP + 310, 210, ink)
    canvas.disc(x + 210, TOP + 310, 88, ground)
    canvas.bar(x + 300, TOP + 100, 120, 440, ink)
    canvas.arc(x + 210, TOP + 500, 210, (10, 150), 96, ink)


def _n(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.arch(x, TOP + 100, 420, 420, ink)
    canvas.bar(x, TOP + 100, 120, 420, ink)
    canvas.arch(x + 120, TOP + 222, 180, 300, ground)


def _o(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 210, TOP + 310, 210, ink)
    canvas.disc(x + 210, TOP + 310, 78, ground)


def _d(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 210, TOP + 310, 210, ink)
    canvas.disc(x + 210, TOP + 310, 88, ground)
    canvas.bar(x + 300, TOP, 120, 520, ink)


def _capital_d(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.pie(x + 160, TOP + 260, 260, 270, 450, ink)
    canvas.bar(x, TOP, 162, 520, ink)
    canvas.pie(x + 170, TOP + 260, 120, 270, 450, ground)


def _p(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.bar(x, TOP, 130, 520, ink)
    canvas.bar(x, TOP, 240, 330, ink)
    canvas.pie(x + 240, TOP + 165, 165, 270, 450, ink)
    canvas.pie(x + 215, TOP + 165, 62, 270, 450, ground)


def _r(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    _p(canvas, x, ink, ground)
    canvas.shape(
        [(x + 150, TOP + 330), (x + 290, TOP + 330), (x + 430, TOP + 520), (x + 280, TOP + 520)], ink
    )


def _b(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.bar(x, TOP, 250, 520, ink)
    canvas.pie(x + 235, TOP + 125, 125, 270, 450, ink)
    canvas.pie(x + 250, TOP + 370, 150, 270, 450, ink)
    canvas.pie(x + 190, TOP + 125, 46, 270, 450, ground)
    canvas.pie(x + 190, TOP + 370, 62, 270, 450, ground)


def _q(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 220, TOP + 260, 260, ink)
    canvas.disc(x + 220, TOP + 260, 110, ground)
    canvas.shape(
        [(x + 250, TOP + 330), (x + 350, TOP + 330), (x + 480, TOP + 560), (x + 370, TOP + 560)], ink
    )


def _capital_g(canvas: Canvas, x: float, ink: str, ground: str) -> None:
    canvas.disc(x + 220, TOP + 260, 260, ink)
    canvas.disc(x + 220, TOP + 260, 120, ground)
    canvas.shape([(x + 230, TOP + 240), (x + 500, TOP + 60), (x + 500, TOP + 240)], ground)
    canvas.bar(x + 240, TOP + 240, 240, 104, ink)


LETTERS = {
    "a": _a, "e": _e, "g": _g, "n": _n, "o": _o, "d": _d, "D": _capital_d,
    "P": _p, "R": _r, "B": _b, "Q": _q, "G": _capital_g,
}  # fmt: skip

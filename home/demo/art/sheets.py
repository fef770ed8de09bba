"""Templates: sheets of paper, laid out and slightly turned, with light from the upper left."""

from random import Random

from PIL import Image

from home.demo.art.canvas import Canvas, around, turned
from home.demo.art.palette import INK, PAPER, Tones

WIDE, HIGH = 470, 640


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """Three sheets: two behind, the lit one in front."""
    dice = Random(seed)  # noqa: S311 (a drawing)
    ground = (tones.mid, tones.pale, tones.deep)[seed % 3]
    canvas.bar(0, 0, 1600, 900, ground)
    canvas.disc(1600 - 1600 * (seed % 2), 0, 520, tones.soft)
    sheets = [
        (150, 190, -9, tones.soft),
        (985, 170, 8, tones.deep if ground != tones.deep else tones.mid),
        (565, 110, -2, PAPER),
    ]
    for place, (x, y, tilt, colour) in enumerate(sheets):
        _sheet(canvas, (x, y, tilt + dice.uniform(-2, 2)), colour, tones, (seed + place) % len(PLANS))
    return canvas.finish()


def _sheet(canvas: Canvas, place: tuple[int, int, float], colour: str, tones: Tones, plan: int) -> None:
    *at, tilt = place
    box = (at[0], at[1], WIDE, HIGH)
    canvas.shadow([(x + 22, y + 30) for x, y in turned(box, tilt)], 24, 0.33)
    canvas.shape(turned(box, tilt), colour)
    middle = (at[0] + WIDE / 2, at[1] + HIGH / 2)
    ink = INK if colour == PAPER else PAPER
    inks = {"k": ink, "c": tones.spark, "s": tones.soft if colour != tones.soft else tones.mid}
    for x, y, w, h, name in PLANS[plan]:
        part = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        canvas.shape([around(middle, (at[0] + px, at[1] + py), tilt) for px, py in part], inks[name])


def _lines(x: int, y: int, w: int, number: int) -> list[tuple[int, int, int, int, str]]:
    return [(x, y + 26 * row, w if row < number - 1 else w * 2 // 3, 9, "s") for row in range(number)]


PLANS = (
    [(46, 50, 240, 44, "k"), (46, 112, 150, 12, "c"), *_lines(46, 170, 378, 6), (46, 350, 378, 230, "s"),
     (46, 350, 180, 230, "c")],
    [(46, 50, 378, 250, "c"), (46, 330, 300, 34, "k"), *_lines(46, 392, 176, 7), *_lines(248, 392, 176, 7)],
    [(46, 50, 120, 120, "c"), (190, 66, 234, 30, "k"), (190, 112, 160, 12, "s"),
     *[(46 + 130 * (n % 3), 220 + 125 * (n // 3), 118, 108, "sck"[(n + n // 3) % 3]) for n in range(9)]],
    [(46, 60, 200, 34, "k"), *[(46, 140 + 56 * row, 378, 3, "s") for row in range(9)],
     *[(46, 156 + 56 * row, 150 + 20 * (row % 3), 14, "k") for row in range(8)],
     *[(340, 156 + 56 * row, 84, 14, "c") for row in range(8)]],
)  # fmt: skip

"""E-books: a book that stands in the light, with an emblem on its cover."""

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import PAPER, SHADE, Tones

LEFT, TOP, WIDE, HIGH = 560, 130, 460, 620


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """The book on a table, its shadow to the right."""
    wall, table, cover, sign = (
        (tones.pale, tones.soft, tones.deep, tones.pale),
        (tones.mid, tones.deep, PAPER, tones.spark),
        (SHADE, tones.mid, tones.spark, PAPER),
    )[seed % 3]
    canvas.bar(0, 0, 1600, 900, wall)
    canvas.arch(1120 - 900 * (seed % 2), 90, 420, 700, tones.soft if wall != tones.soft else tones.pale)
    canvas.bar(0, 690, 1600, 210, table)
    foot = TOP + HIGH
    canvas.shadow(
        [
            (LEFT + 30, foot - 6),
            (LEFT + WIDE + 20, foot),
            (LEFT + WIDE + 420, foot - 170),
            (LEFT + WIDE + 160, foot - 260),
        ],
        26,
        0.34,
    )
    canvas.bar(LEFT + 14, TOP + 12, WIDE + 22, HIGH - 12, PAPER if cover != PAPER else SHADE)
    for leaf in range(5):
        canvas.bar(
            LEFT + WIDE + 4 + leaf * 7, TOP + 14, 2, HIGH - 18, SHADE if cover != PAPER else tones.soft
        )
    canvas.bar(LEFT, TOP, WIDE, HIGH, cover)
    canvas.bar(LEFT, TOP, 38, HIGH, _darker(cover))
    EMBLEMS[seed % len(EMBLEMS)](canvas, LEFT + 249, TOP + 270, sign, cover)
    canvas.bar(LEFT + 139, TOP + 500, 220, 12, sign)
    canvas.bar(LEFT + 179, TOP + 532, 140, 12, sign)
    return canvas.finish()


def _darker(colour: str) -> str:
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.82):02x}" for part in parts)


def _sunrise(c: Canvas, x: float, y: float, sign: str, cover: str) -> None:
    c.disc(x, y, 130, sign)
    for line in range(4):
        c.bar(x - 150, y + 22 + line * 30, 300, 6 + line * 4, cover)


def _bread(c: Canvas, x: float, y: float, sign: str, cover: str) -> None:
    c.pie(x, y + 60, 150, 180, 360, sign)
    c.bar(x - 150, y + 58, 300, 44, sign, 20)
    for cut in (-70, 0, 70):
        c.line([(x + cut - 22, y + 20), (x + cut + 22, y - 40)], 12, cover)


def _stairs(c: Canvas, x: float, y: float, sign: str, cover: str) -> None:
    for step in range(5):
        c.bar(x - 150 + step * 60, y + 110 - step * 52, 60, 30 + step * 52, sign)


def _leaf(c: Canvas, x: float, y: float, sign: str, cover: str) -> None:
    c.leaf(x, y, 120, sign)
    c.line([(x - 150, y + 150), (x + 62, y - 62)], 12, cover)
    c.line([(x - 156, y + 156), (x - 104, y + 104)], 14, sign)


def _eye(c: Canvas, x: float, y: float, sign: str, cover: str) -> None:
    for r in (140, 96, 52):
        c.disc(x, y, r, sign)
        c.disc(x, y, r - 22, cover)
    c.disc(x, y, 18, sign)


EMBLEMS = (_sunrise, _bread, _stairs, _leaf, _eye)

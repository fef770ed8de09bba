"""Icons: a sheet of small signs on a grid, a few of them lit."""

from random import Random

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import INK, PAPER, Tones


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """Six columns and three rows of tiles, bleeding over the edges."""
    dice = Random(seed)  # noqa: S311 (a drawing)
    ground, tile, ink = (
        (tones.pale, PAPER, tones.deep),
        (tones.deep, tones.mid, PAPER),
        (PAPER, tones.pale, INK),
    )[seed % 3]
    canvas.bar(0, 0, 1600, 900, ground)
    signs = SIGNS * 2
    dice.shuffle(signs)
    lit = set(dice.sample(range(5, 19), 3))
    for place in range(24):
        column, row = place % 6, place // 6
        x, y = -20 + column * 280 + 0, -110 + row * 280
        is_lit = place in lit
        canvas.bar(x, y, 240, 240, tones.spark if is_lit else tile, 48)
        back = tones.spark if is_lit else tile
        signs[place](canvas, x + 120, y + 120, PAPER if is_lit else ink, back)
    return canvas.finish()


def _sun(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x, y, 34, ink)
    for dx, dy in ((0, -64), (0, 64), (-64, 0), (64, 0), (45, 45), (-45, 45), (45, -45), (-45, -45)):
        c.disc(x + dx, y + dy, 9, ink)


def _house(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.shape([(x - 74, y - 4), (x, y - 72), (x + 74, y - 4)], ink)
    c.bar(x - 52, y - 8, 104, 74, ink)
    c.arch(x - 17, y + 12, 34, 56, back)


def _moon(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x, y, 64, ink)
    c.disc(x + 30, y - 18, 52, back)


def _arch(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.arch(x - 64, y - 64, 128, 130, ink)
    c.arch(x - 28, y - 26, 56, 94, back)


def _leaf(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.leaf(x + 4, y - 4, 60, ink)
    c.line([(x - 64, y + 64), (x + 20, y - 20)], 9, back)
    c.line([(x - 72, y + 72), (x - 44, y + 44)], 9, ink)


def _mail(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.bar(x - 72, y - 50, 144, 100, ink, 12)
    c.line([(x - 66, y - 40), (x, y + 14), (x + 66, y - 40)], 10, back)


def _heart(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x - 31, y - 22, 38, ink)
    c.disc(x + 31, y - 22, 38, ink)
    c.shape([(x - 63, y), (x + 63, y), (x, y + 70)], ink)
    c.bar(x - 31, y - 22, 62, 24, ink)


def _clock(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x, y, 66, ink)
    c.line([(x, y - 40), (x, y), (x + 28, y + 18)], 11, back)


def _bars(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    for place, tall in enumerate((50, 90, 70, 128)):
        c.bar(x - 70 + place * 38, y + 64 - tall, 26, tall, ink, 6)


def _key(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x - 38, y, 36, ink)
    c.disc(x - 38, y, 13, back)
    c.bar(x - 10, y - 10, 84, 20, ink)
    c.bar(x + 34, y, 15, 30, ink)
    c.bar(x + 59, y, 15, 24, ink)


def _drop(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.disc(x, y + 22, 46, ink)
    c.shape([(x - 42, y + 4), (x, y - 74), (x + 42, y + 4)], ink)


def _cup(c: Canvas, x: float, y: float, ink: str, back: str) -> None:
    c.ring(x + 46, y - 8, 28, 12, ink)
    c.bar(x - 62, y - 46, 108, 40, ink)
    c.pie(x - 8, y - 8, 54, 0, 180, ink)
    c.bar(x - 70, y + 54, 124, 12, ink, 6)


SIGNS = [_sun, _house, _moon, _arch, _leaf, _mail, _heart, _clock, _bars, _key, _drop, _cup]

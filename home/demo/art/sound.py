"""Music: rings of a record, bars of a meter, or waves that run across the sheet."""

from math import pi, sin
from random import Random

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import PAPER, Tones


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """One of three ways to draw a sound."""
    return (_rings, _meter, _waves)[seed % 3](canvas, tones, Random(seed))  # noqa: S311 (a drawing)


def _rings(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, tones.pale)
    x, y = 520 + dice.randrange(3) * 280, 500
    colours = [tones.mid, tones.pale, tones.deep, tones.soft, tones.mid, PAPER, tones.deep]
    for place, colour in enumerate(colours):
        canvas.disc(x, y, 760 - place * 104, colour)
    canvas.disc(x, y, 96, tones.spark)
    canvas.disc(x, y, 20, PAPER)
    return canvas.finish()


def _meter(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, tones.deep)
    canvas.disc(1180, 300, 210, tones.spark)
    for place in range(27):
        swell = sin(pi * (place + 0.5) / 27)
        tall = 90 + 520 * swell * (0.45 + 0.55 * abs(sin(place * 0.9 + dice.random())))
        colour = (tones.soft, tones.mid, PAPER)[place % 3]
        canvas.bar(62 + place * 55, 450 - tall / 2, 34, tall, colour, 17)
    return canvas.finish()


def _waves(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, PAPER)
    canvas.disc(420 + dice.randrange(4) * 250, 250, 170, tones.spark)
    bands = [tones.soft, tones.mid, tones.deep, tones.pale, tones.mid, tones.deep]
    turn = dice.uniform(0, 2 * pi)
    for place, colour in enumerate(bands):
        base, height = 300 + place * 112, 92 - place * 8
        top = [
            (x, base + height * sin(x / 1600 * 2 * pi * (1 + place * 0.16) + turn + place * 0.75))
            for x in range(0, 1617, 16)
        ]
        canvas.shape([*top, (1616, 900), (0, 900)], colour)
    return canvas.finish()

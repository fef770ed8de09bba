"""Textures and photographs: layers of hills under a sun, chips of stone, or veins of marble."""

from math import pi, sin
from random import Random

from PIL import Image

from home.demo.art.canvas import Canvas, turned
from home.demo.art.palette import PAPER, SHADE, Tones


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """One of three grounds."""
    return (_hills, _chips, _veins)[seed % 3](canvas, tones, Random(seed))  # noqa: S311 (a drawing)


def _hills(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.fade((0, 0, 1600, 900), tones.pale, tones.spark)
    canvas.fade_disc(500 + dice.randrange(3) * 300, 330, 170, PAPER, tones.pale)
    for place, colour in enumerate((tones.soft, "#a56c98", tones.mid, "#5f3360", tones.deep)):
        turn, base = dice.uniform(0, 2 * pi), 400 + place * 105
        high = [
            (x, base + 70 * sin(x / 1600 * 3.1 + turn) + 28 * sin(x / 1600 * 8.3 + 2 * turn))
            for x in range(0, 1610, 8)
        ]
        canvas.shape([*high, (1610, 900), (0, 900)], colour)
    return canvas.finish()


def _chips(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, PAPER)
    colours = [tones.mid, tones.deep, tones.soft, tones.spark, SHADE, tones.soft, SHADE]
    for row in range(7):
        for column in range(12):
            x = column * 145 + (row % 2) * 72 + dice.uniform(-22, 22) - 40
            y = row * 142 + dice.uniform(-22, 22) - 10
            size = dice.uniform(50, 165)
            corners = turned((x, y, size, size * dice.uniform(0.45, 0.9)), dice.uniform(0, 180))
            middle = sum(cx for cx, _ in corners) / 4, sum(cy for _, cy in corners) / 4
            bent = [(cx + (middle[0] - cx) * dice.uniform(0, 0.35), cy) for cx, cy in corners]
            canvas.shape(bent, dice.choice(colours))
    return canvas.finish()


def _veins(canvas: Canvas, tones: Tones, dice: Random) -> Image.Image:
    canvas.fade((0, 0, 1600, 900), tones.deep, "#241427")
    for place in range(15):
        turn, base = dice.uniform(0, 0.6), -420 + place * 120
        wave = [
            (x, base + x * 0.42 + 52 * sin(x / 210 + place * 0.55 + turn) + 20 * sin(x / 74 + place))
            for x in range(-8, 1620, 8)
        ]
        thick = (30, 5, 12, 3, 64)[place % 5]
        canvas.line(wave, thick, (tones.mid, PAPER, tones.soft, tones.spark, "#5d3160")[place % 5])
    return canvas.finish()

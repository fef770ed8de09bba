"""Presets: the same view in several lights, as frames of a film or overlapping filters."""

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import INK, PAPER, PIGMENTS, Tones


def draw(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """Frames, or filters that overlap."""
    return (_frames, _filters, _evening)[seed % 3](canvas, tones, seed)


def _frames(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, INK)
    names = ("night", "sea", "rose", "ochre")
    for place in range(4):
        light = PIGMENTS[names[(place + seed) % 4]]
        x = 48 + place * 380
        canvas.fade((x, 120, x + 364, 780), light.soft, light.pale)
        canvas.disc(x + 182, 400, 92, PAPER if place % 2 else tones.spark)
        canvas.shape(
            [
                (x, 640),
                (x + 120, 470),
                (x + 230, 590),
                (x + 290, 520),
                (x + 364, 620),
                (x + 364, 780),
                (x, 780),
            ],
            light.mid,
        )
        canvas.shape([(x, 700), (x + 190, 610), (x + 364, 720), (x + 364, 780), (x, 780)], light.deep)
    for hole in range(20):
        for y in (44, 818):
            canvas.bar(26 + hole * 80, y, 44, 38, "#4a4239", 8)
    return canvas.finish()


def _filters(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    canvas.bar(0, 0, 1600, 900, PAPER)
    inks = (tones.soft, "#f0c069", "#8fbdb4", "#b9a3cf")
    for place, colour in enumerate(inks):
        canvas.multiply_disc(290 + place * 340, 330 + 240 * (place % 2), 390, colour)
    return canvas.finish()


def _evening(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    canvas.fade((0, 0, 1600, 900), tones.deep, tones.soft)
    canvas.fade_disc(800, 470, 280, tones.spark, tones.mid)
    for line in range(7):
        canvas.bar(0, 520 + line * 54, 1600, 8 + line * 7, tones.deep)
    return canvas.finish()

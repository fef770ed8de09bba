"""Stores: a logo of few shapes, and a colonnade as their banner."""

from PIL import Image

from home.demo.art.canvas import Canvas
from home.demo.art.palette import PAPER, Tones


def logo(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """A mark that still reads at the size of a fingernail."""
    (_door, _wave, _page, _moon, _leaf)[seed % 5](canvas, tones)
    return canvas.finish()


def banner(canvas: Canvas, tones: Tones, seed: int) -> Image.Image:
    """Arches in a row, a sun behind one of them."""
    canvas.fade((0, 0, 1600, 400), tones.pale, tones.soft)
    canvas.disc(280 + (seed * 330) % 1100, 190, 120, tones.spark)
    canvas.bar(0, 0, 1600, 54, tones.deep)
    for place in range(-1, 9):
        x = place * 200 + 40 * (seed % 3)
        canvas.bar(x, 54, 44, 346, tones.mid)
        canvas.bar(x + 44, 54, 14, 346, tones.deep)
        canvas.bar(x - 14, 54, 86, 26, tones.deep)
        canvas.bar(x - 14, 366, 86, 34, tones.deep)
    return canvas.finish()


def _door(canvas: Canvas, tones: Tones) -> None:
    canvas.arch(110, 90, 260, 390, PAPER)
    canvas.arch(185, 190, 110, 290, tones.spark)


def _wave(canvas: Canvas, tones: Tones) -> None:
    for place, tall in enumerate((120, 250, 340, 200, 90)):
        canvas.bar(78 + place * 70, 240 - tall / 2, 44, tall, tones.spark if place == 2 else PAPER, 22)


def _page(canvas: Canvas, tones: Tones) -> None:
    canvas.shape([(90, 130), (235, 165), (235, 375), (90, 340)], PAPER)
    canvas.shape([(390, 130), (245, 165), (245, 375), (390, 340)], tones.soft)
    canvas.disc(240, 105, 36, tones.spark)


def _moon(canvas: Canvas, tones: Tones) -> None:
    canvas.disc(230, 240, 150, PAPER)
    canvas.disc(300, 200, 120, tones.deep)
    canvas.disc(340, 190, 34, tones.spark)


def _leaf(canvas: Canvas, tones: Tones) -> None:
    canvas.leaf(240, 240, 140, PAPER)
    canvas.line([(60, 420), (310, 170)], 26, tones.spark)

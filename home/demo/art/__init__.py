"""Pictures drawn by the demo itself: a series of covers, one drawing for each shelf, logos, banners."""

from functools import lru_cache

from PIL import Image

from home.demo.art import books, land, letters, light, sheets, signs, sound, symbols
from home.demo.art.canvas import Canvas
from home.demo.art.palette import PIGMENTS

# What is drawn, and in which pigment.
MOTIFS = {
    "letters": (letters.draw, "terracotta"),
    "symbols": (symbols.draw, "night"),
    "book": (books.draw, "olive"),
    "sheets": (sheets.draw, "ochre"),
    "sound": (sound.draw, "sea"),
    "land": (land.draw, "plum"),
    "light": (light.draw, "rose"),
}
WIDTH, HEIGHT = 1600, 900
KEPT = (1280, 720)  # the widest that pages show; larger originals only make each rendition slower


@lru_cache(maxsize=3)  # a cover is needed again at once, for the files it announces
def draw(motif: str, hue: str, seed: int = 1) -> Image.Image:
    """The picture of a motif, the same each time for the same seed; `hue` is the store's pigment."""
    if motif == "logo":
        return signs.logo(Canvas(480, 480, PIGMENTS[hue].deep), PIGMENTS[hue], seed)
    if motif == "banner":
        return signs.banner(Canvas(1600, 400, PIGMENTS[hue].pale), PIGMENTS[hue], seed)
    if motif.endswith("-detail"):
        motif, seed = motif.removesuffix("-detail"), seed + 45  # another arrangement of the same things
    sketch, pigment = MOTIFS[motif]
    tones = PIGMENTS[pigment]
    drawn = sketch(Canvas(WIDTH, HEIGHT, tones.pale), tones, seed)
    return drawn.resize(KEPT, Image.Resampling.LANCZOS)

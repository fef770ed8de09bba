"""Pictures drawn by the demo itself: a family of covers, logos and banners."""

from PIL import Image

SIZES = {"logo": (480, 480), "banner": (1600, 400)}


def draw(motif: str, hue: str, seed: int) -> Image.Image:
    """The picture of a motif; the same each time for the same seed."""
    return Image.new("RGB", SIZES.get(motif, (1600, 900)), "#b4543a")

"""Renditions of a picture as templates want them: AVIF beside JPEG in a few widths, made ahead of visits."""

from typing import Any

WIDTHS = (320, 640, 960)
STAGE_WIDTHS = (640, 960, 1280)
QUALITY = "avifquality-55"
JPEG = "jpegquality-76|bgcolor-ffffff"


def picture(image: Any, alt: str, widths: tuple[int, ...] = WIDTHS, ratio: float = 9 / 16) -> dict[str, Any]:
    """{avif, jpeg, srcset_avif, srcset_jpeg, width, height, alt}, cropped around the focal point.

    `ratio` is height to width. A small original is never enlarged; widths that come out equal appear once.
    """
    sizes = [f"fill-{width}x{round(width * ratio)}" for width in widths]
    avif = {size: f"{size}|format-avif|{QUALITY}" for size in sizes}
    jpeg = {size: f"{size}|format-jpeg|{JPEG}" for size in sizes}
    made = image.get_renditions(*avif.values(), *jpeg.values())
    avifs = _by_width([made[spec] for spec in avif.values()])
    jpegs = _by_width([made[spec] for spec in jpeg.values()])
    middle = list(jpegs.values())[min(1, len(jpegs) - 1)]
    return {
        "avif": list(avifs.values())[min(1, len(avifs) - 1)].url,
        "jpeg": middle.url,
        "srcset_avif": _srcset(avifs),
        "srcset_jpeg": _srcset(jpegs),
        "width": middle.width,
        "height": middle.height,
        "alt": alt,
    }


def single(image: Any, spec: str) -> str:
    """The address of one JPEG rendition, such as "fill-1200x630"."""
    return image.get_rendition(f"{spec}|format-jpeg|{JPEG}").url


def _by_width(renditions: list[Any]) -> dict[int, Any]:
    return {rendition.width: rendition for rendition in renditions}


def _srcset(renditions: dict[int, Any]) -> str:
    return ", ".join(f"{rendition.url} {width}w" for width, rendition in renditions.items())

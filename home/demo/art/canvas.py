"""A sheet to draw flat shapes on, in units of the finished picture, with smooth edges and soft shadows."""

from collections.abc import Callable, Sequence
from math import cos, radians, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

FINE = 2  # drawn twice as large, then reduced
Box = tuple[float, float, float, float]


class Canvas:
    """Shapes named for what they are; x to the right, y down."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * FINE, height * FINE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.reduce(FINE)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        self.pen.ellipse(_fine((x - r, y - r, x + r, y + r)), fill=colour)

    def ring(self, x: float, y: float, r: float, thick: float, colour: str) -> None:
        self.pen.ellipse(_fine((x - r, y - r, x + r, y + r)), outline=colour, width=round(thick * FINE))

    def pie(  # noqa: PLR0913, PLR0917 (geometry has many numbers)
        self, x: float, y: float, r: float, start: float, end: float, colour: str
    ) -> None:
        """Degrees clockwise from three o'clock."""
        self.pen.pieslice(_fine((x - r, y - r, x + r, y + r)), start, end, fill=colour)

    def arc(  # noqa: PLR0913, PLR0917 (geometry)
        self, x: float, y: float, r: float, angles: tuple[float, float], thick: float, colour: str
    ) -> None:
        self.pen.arc(_fine((x - r, y - r, x + r, y + r)), *angles, fill=colour, width=round(thick * FINE))

    def bar(  # noqa: PLR0913, PLR0917 (geometry)
        self, x: float, y: float, w: float, h: float, colour: str, round_by: float = 0
    ) -> None:
        box = _fine((x, y, x + w, y + h))
        if round_by:
            self.pen.rounded_rectangle(box, round(round_by * FINE), fill=colour)
        else:
            self.pen.rectangle(box, fill=colour)

    def arch(self, x: float, y: float, w: float, h: float, colour: str) -> None:
        """A doorway with a round top; x, y is its upper left corner."""
        r = w / 2
        self.pen.pieslice(_fine((x, y, x + w, y + w)), 180, 360, fill=colour)
        self.pen.rectangle(_fine((x, y + r, x + w, y + h)), fill=colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=colour)

    def leaf(self, x: float, y: float, half: float, colour: str) -> None:
        """A leaf that points up and to the right, as wide as twice `half`."""
        edge = [(x - half, y - half, turn) for turn in range(90, -1, -5)]
        edge += [(x + half, y + half, turn) for turn in range(270, 179, -5)]
        far = 2 * half
        self.shape([(a + far * cos(radians(t)), b + far * sin(radians(t))) for a, b, t in edge], colour)

    def line(self, points: Sequence[tuple[float, float]], thick: float, colour: str) -> None:
        spots = [(x * FINE, y * FINE) for x, y in points]
        self.pen.line(spots, fill=colour, width=round(thick * FINE), joint="curve")

    def fade(self, box: Box, top: str, bottom: str) -> None:
        """A rectangle that runs from one colour into another, downwards."""
        self._inside(_gradient(box, top, bottom), box, None)

    def fade_disc(self, x: float, y: float, r: float, top: str, bottom: str) -> None:
        box = (x - r, y - r, x + r, y + r)
        self._inside(_gradient(box, top, bottom), box, lambda pen, size: pen.ellipse((0, 0, *size), fill=255))

    def multiply_disc(self, x: float, y: float, r: float, colour: str) -> None:
        """A disc of transparent ink: what lies below darkens it."""
        layer = Image.new("RGB", self.image.size, "white")
        ImageDraw.Draw(layer).ellipse(_fine((x - r, y - r, x + r, y + r)), fill=colour)
        self._set(ImageChops.multiply(self.image, layer))

    def shadow(self, points: Sequence[tuple[float, float]], soft: float, strength: float = 0.3) -> None:
        """A soft dark shape."""
        small = Image.new("L", (self.width // 4, self.height // 4))
        ImageDraw.Draw(small).polygon([(x / 4, y / 4) for x, y in points], fill=round(255 * strength))
        mask = small.filter(ImageFilter.GaussianBlur(soft / 4)).resize(self.image.size)
        self.image.paste("#1d1712", (0, 0), mask)

    def _inside(self, layer: Image.Image, box: Box, cut: Callable | None) -> None:
        mask = None
        if cut:
            mask = Image.new("L", layer.size)
            cut(ImageDraw.Draw(mask), (layer.width - 1, layer.height - 1))
        self.image.paste(layer, (round(box[0] * FINE), round(box[1] * FINE)), mask)

    def _set(self, image: Image.Image) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image)


def turned(box: Box, degrees: float) -> list[tuple[float, float]]:
    """The corners of a rectangle (x, y, width, height) turned around its middle."""
    x, y, w, h = box
    return [around((x + w / 2, y + h / 2), corner, degrees) for corner in _corners(box)]


def around(middle: tuple[float, float], point: tuple[float, float], degrees: float) -> tuple[float, float]:
    """A point turned around another."""
    dx, dy, turn = point[0] - middle[0], point[1] - middle[1], radians(degrees)
    return middle[0] + dx * cos(turn) - dy * sin(turn), middle[1] + dx * sin(turn) + dy * cos(turn)


def _corners(box: Box) -> list[tuple[float, float]]:
    x, y, w, h = box
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def _fine(box: Box) -> tuple[int, ...]:
    return tuple(round(value * FINE) for value in box)


def _gradient(box: Box, top: str, bottom: str) -> Image.Image:
    size = (round((box[2] - box[0]) * FINE), round((box[3] - box[1]) * FINE))
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)

"""The design tokens keep their contrast whatever hue a shop chooses."""

import gzip
import math
import re
from pathlib import Path

import pytest

from cms import sheet

CSS = Path(__file__).resolve().parents[2] / "cms" / "static" / "css"
COLOUR = r"oklch\(([\d.]+) ([\d.]+) (var\(--brand-hue\)|[\d.]+)\)"
TOKEN = re.compile(rf"--([a-z-]+): light-dark\({COLOUR}, {COLOUR}\);")
TEXT, PARTS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

STONES = ("stone", "raised", "shade")
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "ink-quiet")
        for ground in ("stone", "raised", "shade", "shade-deep")
    ),
    *(("accent-text", ground, TEXT) for ground in (*STONES, "accent-soft")),
    *((ink, "accent-soft", TEXT) for ink in ("ink", "ink-quiet")),
    *(("on-accent", ground, TEXT) for ground in ("accent", "accent-hover")),
    *((tone, f"{tone}-soft", TEXT) for tone in ("ok", "warn", "danger")),
    *((tone, ground, TEXT) for tone in ("ok", "warn", "danger") for ground in ("stone", "raised")),
    *(
        (edge, ground, PARTS)
        for edge in ("line-strong", "accent", "focus")
        for ground in ("stone", "raised", "shade")
    ),
]


def _tokens(theme: int, hue: int) -> dict[str, float]:
    """Relative luminance of every colour token; theme 0 is light, 1 is dark."""
    found = TOKEN.findall((CSS / "tokens.css").read_text())
    chosen = {name: values[3 * theme : 3 * theme + 3] for name, *values in found}
    return {
        name: _luminance(float(light), float(chroma), float(hue if angle.startswith("var") else angle))
        for name, (light, chroma, angle) in chosen.items()
    }


def _luminance(light: float, chroma: float, hue: float) -> float:
    """OKLCH to relative luminance, clipped to sRGB. Source: Ottosson, "A perceptual color space", 2020."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_tokens_is_legible_for_any_brand_hue(theme):
    faint = []

    for hue in range(0, 360, 10):
        tokens = _tokens(theme, hue)
        for front, back, least in PAIRS:
            ratio = _contrast(tokens[front], tokens[back])
            if ratio < least:
                faint.append(f"{front} on {back} at hue {hue}: {ratio:.2f} < {least}")

    assert faint == []


def test_white_on_black_measures_twenty_one():
    assert round(_contrast(_luminance(1, 0, 0), _luminance(0, 0, 0)), 2) == 21.0


def test_the_style_sheets_stay_within_their_budget():
    css = sheet._design()

    assert len(gzip.compress(css.encode())) <= 12 * 1024

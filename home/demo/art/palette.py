"""Limestone, ink, terracotta, and one pigment for each shelf of the demo shop."""

from dataclasses import dataclass

PAPER, INK, SHADE, CLAY = "#f3eee3", "#241f1a", "#ddd3c1", "#c2542f"


@dataclass(frozen=True)
class Tones:
    """One pigment from dark to pale, and what stands out against it."""

    deep: str
    mid: str
    soft: str
    pale: str
    spark: str = CLAY


PIGMENTS = {
    "terracotta": Tones("#6f2a18", "#c2542f", "#e39a72", "#f4d9c3", "#efb14a"),
    "sea": Tones("#0f3b45", "#2a7a80", "#84b9b2", "#d3e6de"),
    "olive": Tones("#363d1c", "#78833a", "#b5bb75", "#e7e6c6"),
    "plum": Tones("#3b1f3f", "#844a7c", "#bf91b4", "#ecd9e4", "#e58a5a"),
    "ochre": Tones("#5f3c0d", "#d0952a", "#e9c377", "#f7e8c4"),
    "night": Tones("#172039", "#3c568f", "#8ba3cf", "#d8e0f0", "#ee8a55"),
    "rose": Tones("#66252f", "#c8666b", "#e5a59f", "#f7dfd8", "#f0b65a"),
}

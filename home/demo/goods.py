"""What the demo's stores sell, read from the word files beside this module."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Good:
    """One listing: its words, its prices, its picture and its files. Prices are in minor units."""

    slug: str
    title: str
    shelf: str  # the slug of its category
    art: str = ""  # the drawing on its cover
    cover: str = ""  # what the cover shows
    summary: str = ""
    seed: int = 1
    detail: str = ""  # what the second picture shows; empty: there is none
    days: int = 30  # published so many days ago
    state: str = "live"  # live, draft, waiting, returned, scheduled, edited
    note: str = ""  # what the moderator says, or what the edit changes
    tags: tuple[str, ...] = ()
    text: str = ""
    gets: tuple[str, ...] = ()
    chapters: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    praise: tuple[str, str] = ("", "")
    offers: tuple[dict[str, Any], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shop:
    """One seller's store and its goods."""

    seller: str
    name: str
    country: str
    tagline: str
    about: str
    hue: str
    first: list[str] = field(default_factory=list)  # the slugs of what it shows before all else
    goods: list[Good] = field(default_factory=list)


@cache
def shops() -> list[Shop]:
    """The stores, in the order of their file names."""
    return [_shop(words(path.stem)) for path in sorted(WORDS.glob("store-*.toml"))]


def words(name: str) -> dict[str, Any]:
    """The content of words/<name>.toml."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text())


def _shop(read: dict[str, Any]) -> Shop:
    goods = [Good(**good) for good in read.pop("good")]
    return Shop(**read, goods=goods)

"""Version numbers as semver.org 2.0.0 writes and orders them."""

import re
from typing import Any

# The expression that semver.org suggests, without its names.
_SHAPE = re.compile(
    r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?",
    re.ASCII,
)
LONGEST = 40

Order = tuple[Any, ...]


def is_version(text: str) -> bool:
    """Whether the text is a version number: "2.0.0", "2.1.0-beta.3"."""
    return len(text) <= LONGEST and _SHAPE.fullmatch(text) is not None


def order_of(text: str) -> Order:
    """What versions are compared by. ValueError for what is no version number.

    A version before a release comes first; its parts compare as numbers, else as ASCII, numbers first.
    """
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(text)
    major, minor, patch, before, _build = found.groups()
    parts = before.split(".") if before else []
    rank = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
    return int(major), int(minor), int(patch), not parts, rank

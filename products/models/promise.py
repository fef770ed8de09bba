"""What an offer promises, frozen: what somebody has, may have next, or gets back."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Promise:
    """An offer's name, limit and terms as they stood; in `kept` what a kind must remember of a right."""

    offer: int | None
    name: str
    quota: int | None
    terms: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """To keep it in a JSON column; `Promise(**kept)` reads it again."""
        return asdict(self)

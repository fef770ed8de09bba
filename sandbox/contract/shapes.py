"""Shapes of JSON values: each can say what is wrong with a value, and can read one from form text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

WHOLE = re.compile(r"-?\d+")
MOST_SHOWN = 20
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Problem:
    """One mismatch: where it is (`line_items[0].price`), what is wrong, and Stripe's code for it."""

    path: str
    message: str
    code: str = ""

    @property
    def depth(self) -> int:
        """How far inside the value the mismatch lies; the deepest one is the most telling."""
        return self.path.count(".") + self.path.count("[")


class Shape:
    """Any value at all; the other shapes narrow it."""

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """Every mismatch between `value` and this shape."""
        return iter(())

    def read(self, raw: Any) -> Any:
        """`raw` as decoded from a form (texts, and dicts of texts), turned into typed JSON where it fits."""
        return raw


@dataclass(frozen=True)
class Plain(Shape):
    """A text, whole number, number or truth value."""

    kind: type

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`."""
        fits = isinstance(value, self.kind) or (self.kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and self.kind is not bool):
            name = {int: "integer", str: "string", bool: "boolean", float: "number"}[self.kind]
            code = "parameter_invalid_integer" if name == "integer" else ""
            yield Problem(path, f"Invalid {name}: {shown(value)}", code)

    def read(self, raw: Any) -> Any:
        """See `Shape.read`."""
        if not isinstance(raw, str):
            return raw
        if self.kind is int and WHOLE.fullmatch(raw):
            return int(raw)
        if self.kind is float and NUMBER.fullmatch(raw):
            return float(raw)
        if self.kind is bool and raw in ("true", "false"):
            return raw == "true"
        return raw


@dataclass(frozen=True)
class Choice(Shape):
    """One of the listed values; an open choice also takes any other text."""

    values: tuple
    is_open: bool = False

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`."""
        if value in self.values or (self.is_open and isinstance(value, str)):
            return
        allowed = ", ".join(str(known) for known in self.values[:MOST_SHOWN])
        yield Problem(path, f"Invalid {path}: {shown(value)}; must be one of {allowed}")


@dataclass(frozen=True)
class Sequence(Shape):
    """A list whose items all have one shape."""

    item: Shape

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`."""
        if not isinstance(value, list):
            yield Problem(path, f"Invalid array: {shown(value)}")
            return
        for position, item in enumerate(value):
            yield from self.item.problems(item, f"{path}[{position}]")

    def read(self, raw: Any) -> Any:
        """See `Shape.read`."""
        if not isinstance(raw, dict) or not all(key.isdigit() for key in raw):
            return raw
        return [self.item.read(raw[key]) for key in sorted(raw, key=int)]


@dataclass(frozen=True)
class Mapping(Shape):
    """An object with free keys whose values all have one shape."""

    item: Shape

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`."""
        if not isinstance(value, dict):
            yield Problem(path, f"Invalid object: {shown(value)}")
            return
        for key, item in value.items():
            yield from self.item.problems(item, f"{path}[{key}]")

    def read(self, raw: Any) -> Any:
        """See `Shape.read`."""
        return {key: self.item.read(item) for key, item in raw.items()} if isinstance(raw, dict) else raw


@dataclass(frozen=True)
class Maybe(Shape):
    """A value or null."""

    some: Shape

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`."""
        return iter(()) if value is None else self.some.problems(value, path)

    def read(self, raw: Any) -> Any:
        """See `Shape.read`."""
        return self.some.read(raw)


@dataclass(frozen=True)
class OneOf(Shape):
    """A value that fits at least one of several shapes."""

    options: tuple[Shape, ...]

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`; of several misfits the one that came furthest is told."""
        misfits = []
        for option in self.options:
            found = list(option.problems(value, path))
            if not found:
                return
            misfits.append(found)
        yield from max(misfits, key=lambda found: found[0].depth)

    def read(self, raw: Any) -> Any:
        """See `Shape.read`: the first option that the text fits, else the one that came furthest."""
        readings = [option.read(raw) for option in self.options]
        for option, reading in zip(self.options, readings, strict=True):
            if not any(option.problems(reading)):
                return reading
        return next((reading for reading in readings if reading is not raw), raw)


@dataclass(frozen=True)
class Record(Shape):
    """An object with known fields, worked out when first asked: records refer to each other."""

    name: str
    derive: Callable[[], tuple[dict[str, Shape], frozenset[str]]] = field(compare=False, repr=False)

    @cached_property
    def _derived(self) -> tuple[dict[str, Shape], frozenset[str]]:
        return self.derive()

    @property
    def fields(self) -> dict[str, Shape]:
        """Field name to shape."""
        return self._derived[0]

    @property
    def required(self) -> frozenset[str]:
        """Names of the fields that must be there."""
        return self._derived[1]

    def problems(self, value: object, path: str = "") -> Iterator[Problem]:
        """See `Shape.problems`; a deleted object carries only its id and type."""
        if not isinstance(value, dict):
            yield Problem(path, f"Invalid object: {shown(value)}")
            return
        is_deleted = value.get("deleted") is True and "deleted" in self.fields
        for name in sorted(self.required - value.keys()):
            if not is_deleted:
                yield Problem(
                    inside(path, name), f"Missing required param: {inside(path, name)}.", "parameter_missing"
                )
        for name, item in value.items():
            if name in self.fields:
                yield from self.fields[name].problems(item, inside(path, name))
            else:
                yield Problem(
                    inside(path, name),
                    f"Received unknown parameter: {inside(path, name)}",
                    "parameter_unknown",
                )

    def read(self, raw: Any) -> Any:
        """See `Shape.read`."""
        if not isinstance(raw, dict):
            return raw
        return {
            name: self.fields[name].read(item) if name in self.fields else item for name, item in raw.items()
        }


def inside(path: str, name: str) -> str:
    """The path of field `name` within `path`, written as Stripe writes parameters: `a[b][c]`."""
    return f"{path}[{name}]" if path else name


def shown(value: object) -> str:
    """A short form of a value for a message."""
    return str(value)[:60]

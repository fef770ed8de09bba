"""Which function answers which request: resource modules register theirs, found by being in `resources/`."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from sandbox import resources


@dataclass(frozen=True)
class Call:
    """A request that has been understood: the ids in its path and its typed parameters."""

    path: str
    ids: tuple[str, ...] = ()
    params: dict = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The first id in the path."""
        return self.ids[0]


Answerer = Callable[[Call], dict]
Includer = Callable[[dict], object]
_routes: list[tuple[str, re.Pattern[str], Answerer]] = []
_includers: dict[tuple[str, str], Includer] = {}


def route(method: str, template: str) -> Callable[[Answerer], Answerer]:
    """Mark the function that answers `method template`, such as `GET /v1/refunds/{id}`."""
    pattern = re.compile(re.sub(r"{\w+}", "([^/]+)", template))

    def remember(answer: Answerer) -> Answerer:
        _routes.append((method, pattern, answer))
        return answer

    return remember


def includes(kind: str, name: str) -> Callable[[Includer], Includer]:
    """Mark the function that works out a field which is only there when `expand` asks for it."""

    def remember(include: Includer) -> Includer:
        _includers[kind, name] = include
        return include

    return remember


def includer(kind: str, name: str) -> Includer | None:
    """The function for an includable field, if there is one."""
    return _includers.get((kind, name))


def resolve(method: str, path: str) -> tuple[Answerer, tuple[str, ...]] | None:
    """The function for a request and the ids in its path; a literal path wins over one with an id."""
    discover()
    fitting = [
        (len(found.groups()), answer, found.groups())
        for verb, pattern, answer in _routes
        if verb == method and (found := pattern.fullmatch(path))
    ]
    if not fitting:
        return None
    _, answer, ids = min(fitting, key=lambda fit: fit[0])
    return answer, ids


@cache
def discover() -> None:
    """Import every resource module once."""
    for module in pkgutil.iter_modules(resources.__path__):
        importlib.import_module(f"{resources.__name__}.{module.name}")

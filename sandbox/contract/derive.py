"""Turns the SDK's type annotations into shapes, so that the contract cannot drift from the installed SDK."""

import ast
import importlib
import inspect
import types
import typing
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

import typing_extensions as extensions
from stripe._list_object import ListObject
from stripe._search_result_object import SearchResultObject
from stripe._stripe_object import StripeObject, UntypedStripeObject

from sandbox.contract.shapes import Choice, Mapping, Maybe, OneOf, Plain, Record, Sequence, Shape

NOT_REQUIRED = (typing.NotRequired, extensions.NotRequired)
LITERAL = (typing.Literal, extensions.Literal)
PLAIN = {str: str, bool: bool, int: int, float: float, Decimal: str}
# Keyword arguments of the SDK that never travel as parameters.
OPTIONS = frozenset(
    {
        "api_key",
        "stripe_version",
        "stripe_account",
        "stripe_context",
        "max_network_retries",
        "idempotency_key",
        "content_type",
        "headers",
    }
)


@cache
def names_in(module_name: str) -> dict[str, Any]:
    """The names of an SDK module, with those it imports only for type checking."""
    module = importlib.import_module(module_name)
    names = dict(vars(module))
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for statement in node.body:
                if isinstance(statement, ast.ImportFrom):
                    source = importlib.import_module(statement.module or "")
                    names.update({a.asname or a.name: getattr(source, a.name, Any) for a in statement.names})
    return names


class Annotations:
    """Reads annotations as seen from one place in the SDK, either of a request or of a response."""

    def __init__(self, names: dict[str, Any], is_request: bool) -> None:
        self.names = names
        self.is_request = is_request

    def resolve(self, annotation: Any) -> Any:
        """The type behind an annotation written as text."""
        while isinstance(annotation, str | typing.ForwardRef):
            text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
            annotation = eval(text, dict(self.names))  # noqa: S307 (text of the installed SDK, not input)
        return annotation

    def shape(self, annotation: Any) -> Shape:
        """The shape that an annotation describes."""
        kind = self.resolve(annotation)
        origin = get_origin(kind)
        if kind in PLAIN:
            return Plain(PLAIN[kind])
        if origin in LITERAL:
            return Choice(get_args(kind))
        if origin in NOT_REQUIRED:
            return self.shape(get_args(kind)[0])
        if origin in (typing.Union, types.UnionType):
            return self.union([self.resolve(part) for part in get_args(kind)])
        return self.container(kind, origin)

    def container(self, kind: Any, origin: Any) -> Shape:
        """The shape of a list, a map or a record."""
        inner = get_args(kind)
        if origin is list:
            return Sequence(self.shape(inner[0]))
        if origin is dict or UntypedStripeObject in (origin, kind):
            return Mapping(self.shape(inner[-1]) if inner else Shape())
        if origin in (ListObject, SearchResultObject):
            return page(self.shape(inner[0]), is_search=origin is SearchResultObject)
        return self.record(kind)

    def record(self, kind: Any) -> Shape:
        """The shape of an object of the SDK or of a group of parameters; TypeError for what is neither."""
        is_object = inspect.isclass(kind) and issubclass(kind, StripeObject)
        if is_object:
            return resource(kind)
        if extensions.is_typeddict(kind) or typing.is_typeddict(kind):
            return parameters(kind)
        if kind in (Any, object) or isinstance(kind, typing.TypeVar):
            return Shape()
        raise TypeError(f"The Stripe SDK has an annotation that the sandbox cannot read: {kind!r}")

    def union(self, parts: list[Any]) -> Shape:
        """The shape of `A | B | None`.

        A literal beside `str` is an open choice in answers; the API itself refuses unknown words in requests.
        """
        some = [part for part in parts if part is not type(None)]
        literals = [part for part in some if get_origin(part) in LITERAL]
        options: list[Shape] = []
        if literals and str in some:
            values = tuple(value for part in literals for value in get_args(part))
            options.append(Choice(values, is_open=not self.is_request or values == ("",)))
            some = [part for part in some if part is not str and part not in literals]
        if self.is_request:
            some = [part for part in some if UntypedStripeObject not in (get_origin(part), part)] or some
        options += [self.shape(part) for part in some]
        found = options[0] if len(options) == 1 else OneOf(tuple(options))
        return Maybe(found) if type(None) in parts else found


def page(item: Shape, is_search: bool = False) -> Record:
    """The shape of a list (or search result) of items."""
    fields: dict[str, Shape] = {
        "object": Choice(("search_result" if is_search else "list",)),
        "data": Sequence(item),
        "has_more": Plain(bool),
        "url": Plain(str),
        "total_count": Plain(int),
        "next_page": Maybe(Plain(str)),
    }
    return Record("list", lambda: (fields, frozenset({"object", "data", "has_more", "url"})))


@cache
def resource(kind: Any) -> Record:
    """The shape of one of the SDK's objects."""

    def derive() -> tuple[dict[str, Shape], frozenset[str]]:
        reader = Annotations({**names_in(kind.__module__), **vars(kind)}, is_request=False)
        remapped = getattr(kind, "_field_remappings", None) or {}
        fields = {remapped.get(name, name): reader.shape(note) for name, note in field_notes(kind).items()}
        required = frozenset(name for name, shape in fields.items() if not isinstance(shape, Maybe))
        return fields, required

    return Record(kind.__qualname__, derive)


def field_notes(kind: type) -> dict[str, Any]:
    """The annotated fields of an SDK object, those of its bases included."""
    notes: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        is_plumbing = base is StripeObject or "_api_resource" in base.__module__
        if base.__module__.startswith("stripe") and not is_plumbing:
            notes.update(inspect.get_annotations(base))
    return {
        name: note
        for name, note in notes.items()
        if not name.startswith("_") and name != "OBJECT_NAME" and "ClassVar" not in str(note)
    }


@cache
def parameters(kind: type) -> Record:
    """The shape of the parameters of a request, or of an object nested in them."""

    def derive() -> tuple[dict[str, Shape], frozenset[str]]:
        reader = Annotations(names_in(kind.__module__), is_request=True)
        notes = {name: note for name, note in kind.__annotations__.items() if name not in OPTIONS}
        fields = {name: reader.shape(note) for name, note in notes.items()}
        required = frozenset(
            name for name, note in notes.items() if get_origin(reader.resolve(note)) not in NOT_REQUIRED
        )
        return fields, required

    return Record(kind.__qualname__, derive)

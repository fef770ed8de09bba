"""The SDK's operations: method, path, parameters and answer, found in the source of its service classes."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import stripe

from sandbox.contract.derive import Annotations, names_in
from sandbox.contract.shapes import Record, Shape

SDK = Path(stripe.__file__).parent
NO_PARAMETERS = Record("no parameters", lambda: ({}, frozenset()))


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of the API."""

    method: str
    template: str
    request: Shape
    response: Shape


def find(method: str, path: str) -> Operation | None:
    """The operation that answers `method path`, or None if the SDK knows none."""
    family = "/".join(path.split("/")[:3])
    fitting = [op for op in operations(family) if op.method == method and matches(op.template, path)]
    return min(fitting, key=lambda op: op.template.count("{"), default=None)


@cache
def matcher(template: str) -> re.Pattern[str]:
    """`/v1/refunds/{refund}` as a pattern."""
    return re.compile(re.sub(r"{\w+}", "[^/]+", template))


def matches(template: str, path: str) -> bool:
    """Whether a concrete path is one of a template's."""
    return bool(matcher(template).fullmatch(path))


@cache
def operations(family: str) -> tuple[Operation, ...]:
    """Every operation whose path begins with `family`, such as `/v1/refunds`."""
    naming = f'"{family}'
    return tuple(
        op for source, text in services().items() if naming in text for op in read_service(source, text)
    )


@cache
def services() -> dict[Path, str]:
    """The source of each of the SDK's service modules."""
    return {source: source.read_text() for source in sorted(SDK.rglob("_*_service.py"))}


def read_service(source: Path, text: str) -> list[Operation]:
    """The operations of one service module."""
    module = ".".join(("stripe", *source.relative_to(SDK).with_suffix("").parts))
    names = names_in(module)
    found = []
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef) and (call := request_call(function)):
            found.append(read_operation(function, call, names))
    return found


def request_call(function: ast.FunctionDef) -> ast.Call | None:
    """The call of `self._request(method, path, …)` in a service method."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_request":
            return node
    return None


def read_operation(function: ast.FunctionDef, call: ast.Call, names: dict) -> Operation:
    """One service method as an operation."""
    note = next((arg.annotation for arg in function.args.args if arg.arg == "params"), None)
    named = re.search(r"'(\w+Params)'", ast.unparse(note)) if note else None
    request = Annotations(names, is_request=True).shape(named.group(1)) if named else NO_PARAMETERS
    returned = ast.unparse(function.returns) if function.returns else "None"
    response = Annotations(names, is_request=False).shape(returned)
    return Operation(literal(call.args[0]).upper(), literal(call.args[1]), request, response)


def literal(node: ast.expr) -> str:
    """The text of `"text"` or of `"text".format(…)`; TypeError for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise TypeError(f"The Stripe SDK writes a request in a way the sandbox cannot read: {ast.unparse(node)}")

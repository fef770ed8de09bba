"""Replaces ids by the objects they name, where `expand` asks for it."""

from copy import deepcopy

from sandbox import routes, store
from sandbox.errors import Refused

DEEPEST = 4


def expanded(body: dict, paths: list[str]) -> dict:
    """A copy of `body` with every path, such as `data.latest_charge.balance_transaction`, expanded."""
    body = deepcopy(body)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise Refused(f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}")
        expand_step(body, steps, path)
    return body


def expand_step(holder: object, steps: list[str], path: str) -> None:
    """Expand the first step within `holder` and go on inside what it found."""
    if not steps or holder is None:
        return
    if isinstance(holder, list):
        for item in holder:
            expand_step(item, steps, path)
        return
    name, *rest = steps
    if not isinstance(holder, dict):
        raise refusal(path)
    include_into(holder, name, rest)
    if name not in holder:
        raise refusal(path)
    holder[name] = looked_up(holder[name], path)
    expand_step(holder[name], rest, path)


def include_into(holder: dict, name: str, rest: list[str]) -> None:
    """Add the field (or the field of a field) that is only there when asked for."""
    kind = holder.get("object", "")
    if include := routes.includer(kind, name):
        holder[name] = include(holder)
    elif rest and (include := routes.includer(kind, f"{name}.{rest[0]}")):
        holder[name][rest[0]] = include(holder)


def looked_up(value: object, path: str) -> object:
    """The object that an id names; null, lists and objects stay as they are."""
    if isinstance(value, str):
        found = store.find(value)
        if not found:
            raise refusal(path)
        return deepcopy(found)
    if isinstance(value, list):
        return [looked_up(item, path) for item in value]
    return value


def refusal(path: str) -> Refused:
    """What Stripe says to an `expand` that means nothing."""
    return Refused(f"This property cannot be expanded ({path}).", param="expand")

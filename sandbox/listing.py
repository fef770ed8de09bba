"""Pages of a list: newest first, by cursor, filtered by whatever the list can be asked for."""

from sandbox import store
from sandbox.errors import Refused
from sandbox.models import StoredObject
from sandbox.routes import Call

CURSORS = frozenset({"limit", "starting_after", "ending_before", "expand"})


def page(kind: str, call: Call, **fixed: object) -> dict:
    """One page of the caller's objects of a kind; `fixed` are conditions that the path sets."""
    wanted = {name: value for name, value in call.params.items() if name not in CURSORS}
    rows = store.objects(kind).filter(**conditions("body", {**filters(kind, wanted), **fixed}))
    limit = limit_of(call.params)
    if before := call.params.get("ending_before"):
        newer = list(
            rows.filter(seq__gt=store.row(kind, before, param="ending_before").seq).order_by("seq")[
                : limit + 1
            ]
        )
        return envelope(list(reversed(newer[:limit])), call.path, len(newer) > limit)
    if after := call.params.get("starting_after"):
        rows = rows.filter(seq__lt=store.row(kind, after, param="starting_after").seq)
    found = list(rows[: limit + 1])
    return envelope(found[:limit], call.path, len(found) > limit)


def limit_of(params: dict) -> int:
    """How many objects a page holds: 10 unless told, 1 to 100."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refused(
            "Invalid limit: must be between 1 and 100", param="limit", code="parameter_invalid_integer"
        )
    return limit


def filters(kind: str, wanted: dict) -> dict[str, object]:
    """The parameters of a list as lookups (`ids=[…]`: any of those); refuses what would find nothing."""
    found: dict[str, object] = {}
    for name, value in wanted.items():
        field, lookup = (name[:-1], f"{name[:-1]}__in") if isinstance(value, list) else (name, name)
        if field not in store.fixtures()[kind]:
            raise Refused(f"The sandbox cannot filter this list by {name} yet.", param=name)
        found[lookup] = value
    return found


def conditions(column: str, wanted: dict) -> dict[str, object]:
    """`{"created": {"gte": 5}, "customer": "cus_1"}` as conditions on a JSON column."""
    found: dict[str, object] = {}
    for name, value in wanted.items():
        if isinstance(value, dict):
            found.update(conditions(f"{column}__{name}", value))
        else:
            found[f"{column}__{name}"] = value
    return found


def envelope(rows: list[StoredObject], url: str, has_more: bool) -> dict:
    """The list object around a page of rows."""
    return sublist([row.body for row in rows], url, has_more)


def sublist(items: list[dict], url: str, has_more: bool = False) -> dict:
    """A list object around items that are at hand."""
    return {"object": "list", "data": items, "has_more": has_more, "url": url}

"""The requests that most resources answer alike: retrieve, list, change, delete."""

from sandbox import events, listing, store
from sandbox.routes import Call, route

NOT_FIELDS = frozenset({"expand"})


def serve_reading(kind: str, path: str) -> None:
    """Answer `GET path` with a page and `GET path/{id}` with the object."""

    @route("GET", path)
    def page(call: Call) -> dict:
        return listing.page(kind, call)

    @route("GET", path + "/{id}")
    def retrieve(call: Call) -> dict:
        found = store.row(kind, call.id)
        return found.body


def serve_changing(kind: str, path: str) -> None:
    """Answer `POST path/{id}` by setting the fields that the object has, and tell of it."""

    @route("POST", path + "/{id}")
    def change(call: Call) -> dict:
        return changed(store.get(kind, call.id, is_locked=True), call.params)


def serve_deleting(kind: str, path: str) -> None:
    """Answer `DELETE path/{id}`; what is left can still be retrieved."""

    @route("DELETE", path + "/{id}")
    def delete(call: Call) -> dict:
        body = store.get(kind, call.id)
        gone = store.delete(body)
        events.emit(f"{kind}.deleted", body)
        return gone


def changed(body: dict, params: dict, told: str = "") -> dict:
    """Set those parameters that are fields of the object, save it, and tell `<told>.updated` of a change."""
    if previous := set_fields(body, params):
        events.emit(f"{told or body['object']}.updated", body, previous)
    return body


def set_fields(body: dict, params: dict) -> dict:
    """Set those parameters that are fields of the object and save it; the values before, of what changed."""
    previous = {}
    for name, value in params.items():
        if name in body and name not in NOT_FIELDS:
            merged = merge(body[name], value)
            if merged != body[name]:
                previous[name] = body[name]
                body[name] = merged
    if previous:
        store.save(body)
    return previous


def merge(old: object, new: object) -> object:
    """A new value over an old one: records are merged, an empty text unsets."""
    if new == "":
        return {} if isinstance(old, dict) else None
    if not isinstance(new, dict) or not isinstance(old, dict):
        return new
    if all(isinstance(value, str) for value in (*old.values(), *new.values())):
        return {key: value for key, value in {**old, **new}.items() if value != ""}
    return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}


def picked(params: dict, *names: str) -> dict:
    """Those of the named parameters that were given and not emptied."""
    return {name: params[name] for name in names if params.get(name, "") != ""}

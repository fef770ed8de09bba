"""Keeps Stripe objects: made from a skeleton, found by id within the caller's account, changed, deleted."""

import json
import secrets
import string
from copy import deepcopy
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from sandbox import clock, context
from sandbox.errors import missing
from sandbox.models import StoredObject

LETTERS = string.ascii_letters + string.digits


@cache
def fixtures() -> dict[str, dict]:
    """A sample of each kind of object, with nothing set that may be left out."""
    return json.loads((Path(__file__).parent / "fixtures.json").read_text())["objects"]


def skeleton(kind: str, **values: object) -> dict:
    """A new object of a kind, not stored."""
    return {**deepcopy(fixtures()[kind]), **values}


def new_id(prefix: str) -> str:
    """A fresh id such as `pi_3x…`."""
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(24))


def create(
    kind: str, prefix: str, *, notes: dict | None = None, due_at: int | None = None, **values: object
) -> dict:
    """Make and store an object; `due_at` is the unix time at which it will change by itself."""
    body = skeleton(kind, **{"id": new_id(prefix), "created": clock.now(), **values})
    owner = context.current().account
    StoredObject.objects.create(
        key=body["id"], kind=kind, account=owner, body=body, notes=notes or {}, due_at=due_at
    )
    return body


def objects(kind: str) -> QuerySet[StoredObject]:
    """The caller's objects of a kind that are not deleted, newest first."""
    owner = context.current().account
    return StoredObject.objects.filter(account=owner, kind=kind, is_deleted=False).order_by("-seq")


def row(kind: str, key: str, *, is_locked: bool = False, param: str = "id") -> StoredObject:
    """The stored row of an object, even a deleted one; refuses an unknown id. Lock it before a change."""
    rows = StoredObject.objects.select_for_update() if is_locked else StoredObject.objects
    found = rows.filter(account=context.current().account, kind=kind, key=key).first()
    if not found:
        raise missing(kind, key, param)
    return found


def get(kind: str, key: str, *, is_locked: bool = False, param: str = "id") -> dict:
    """The object itself; refuses an unknown or deleted id."""
    found = row(kind, key, is_locked=is_locked, param=param)
    if found.is_deleted:
        raise missing(kind, key, param)
    return found.body


def find(key: str) -> dict | None:
    """Any object of the caller by its id, or None."""
    found = StoredObject.objects.filter(account=context.current().account, key=key).first()
    return found.body if found else None


def notes(key: str) -> dict:
    """What is known about an object beyond what the API shows."""
    return StoredObject.objects.get(account=context.current().account, key=key).notes


def save(body: dict, **columns: object) -> dict:
    """Store a changed object, with `notes` or `due_at` if given."""
    mine = StoredObject.objects.filter(account=context.current().account, key=body["id"])
    mine.update(body=body, **columns)
    return body


def delete(body: dict) -> dict:
    """Mark an object as deleted; what is left of it is its id."""
    gone = {"id": body["id"], "object": body["object"], "deleted": True}
    save(gone, is_deleted=True)
    return gone

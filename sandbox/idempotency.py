"""Carries a request out once for each idempotency key and gives the stored answer to every repetition."""

import hashlib
import json
from collections.abc import Callable

from sandbox import context
from sandbox.errors import Refused
from sandbox.models import StoredAnswer


def once(path: str, params: dict, work: Callable[[], tuple[int, dict]]) -> tuple[int, dict, bool]:
    """Status, body and whether they are a repetition. To be called in a transaction: the row is the lock."""
    caller = context.current()
    if not caller.idempotency_key:
        return *work(), False
    fingerprint = hashlib.sha256(json.dumps([path, params], sort_keys=True).encode()).hexdigest()
    row, is_first = StoredAnswer.objects.get_or_create(
        account=caller.account, key=caller.idempotency_key, defaults={"fingerprint": fingerprint}
    )
    if not is_first:
        return *repeated(row, fingerprint), True
    row.status, row.body = work()
    row.save(update_fields=["status", "body"])
    return row.status, row.body, False


def repeated(row: StoredAnswer, fingerprint: str) -> tuple[int, dict]:
    """The stored answer; refuses the key if it was used for another request."""
    if row.fingerprint != fingerprint:
        raise Refused(
            "Keys for idempotent requests can only be used with the same parameters they were first used "
            f"with. Try using a key other than '{row.key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return row.status, row.body

"""Who is asking: the account whose objects are seen, and the request that events name as their cause."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

PLATFORM = "acct_1StoaSandboxPlatform"


@dataclass(frozen=True)
class Caller:
    """One request's circumstances."""

    account: str = PLATFORM
    request_id: str | None = None
    idempotency_key: str | None = None


PLATFORM_ITSELF = Caller()
_current: ContextVar[Caller] = ContextVar("sandbox_caller", default=PLATFORM_ITSELF)


def current() -> Caller:
    """The caller being served; the platform itself outside of any request."""
    return _current.get()


@contextmanager
def acting(caller: Caller) -> Iterator[None]:
    """Serve `caller` for the length of a block."""
    token = _current.set(caller)
    try:
        yield
    finally:
        _current.reset(token)

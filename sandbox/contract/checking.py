"""Holds what the sandbox sends against the contract: a mismatch raises in tests and is logged in the demo."""

import importlib
import logging
from functools import cache

from django.conf import settings
from stripe._object_classes import OBJECT_CLASSES

from sandbox.contract.derive import resource
from sandbox.contract.shapes import Record, Shape

log = logging.getLogger(__name__)


class ContractBroken(AssertionError):
    """The sandbox is about to send what the SDK does not expect."""


@cache
def shape_of(kind: str) -> Record:
    """The shape of a kind of object, such as `checkout.session`."""
    named = OBJECT_CLASSES[kind]
    if isinstance(named, tuple):
        module, name = named
        named = getattr(importlib.import_module(module), name)
    return resource(named)


def check(what: str, shape: Shape, body: dict) -> None:
    """Raise where STRIPE_SANDBOX_STRICT is on, else log, if `body` does not fit; `what` says what it is."""
    problems = [f"{problem.path}: {problem.message}" for problem in shape.problems(body)]
    if not problems:
        return
    told = f"{what}: {'; '.join(problems[:5])}"
    if getattr(settings, "STRIPE_SANDBOX_STRICT", False):
        raise ContractBroken(told)
    log.error("The sandbox broke its contract: %s", told)

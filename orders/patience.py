"""Trouble outside (Stripe, the mail server) is waited out: the row stays in its queue for the next pass."""

import logging
from collections.abc import Callable
from typing import Any

from orders.gateway import GatewayTrouble

log = logging.getLogger(__name__)


def attempt(step: Callable[[Any], bool], subject: Any) -> bool:
    """Do a step that may be repeated; False when there was nothing to do, or it must wait."""
    try:
        return bool(step(subject))
    except (GatewayTrouble, OSError):
        log.warning("money.later", extra={"step": step.__name__, "subject": str(subject)}, exc_info=True)
        return False

"""The heartbeat: one task that does a pass of all periodic work."""

import logging

from celery import shared_task

from cms.discovery import modules_named

log = logging.getLogger(__name__)


@shared_task
def tick() -> dict[str, str]:
    """Call `every_minute()` of each app's `periodic` module; one failure does not stop the others.

    Safe to run twice at once: each part claims its rows before it works on them.
    Returns what each part said, by module name.
    """
    said = {}
    for module in modules_named("periodic"):
        try:
            said[module.__name__] = str(module.every_minute())
        except Exception:
            log.exception("tick.failed", extra={"part": module.__name__})
            said[module.__name__] = "failed"
    return said

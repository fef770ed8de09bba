"""Run a task soon after commit, named by its path so that lower layers need not import it."""

from functools import partial
from typing import Any

from django.db import transaction

from cms.celery import app


def soon(task: str, *args: Any) -> None:
    """Enqueue the task "app.tasks.name" on commit; in the process when there is no broker."""
    if task not in app.tasks:  # looking for task modules costs imports, and queries in dj-stripe's
        app.loader.import_default_modules()
    transaction.on_commit(partial(app.tasks[task].delay, *args))

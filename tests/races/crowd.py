"""Many real processes that do one thing at the same moment, each with its own connection to PostgreSQL."""

import multiprocessing
import os
import traceback

import pytest
from django.db import connection, connections

needs_postgresql = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL, or make races"
    ),
]

SECONDS = 120


def at_once(work, count):
    """Call work(0) … work(count - 1), each in a process of its own, all at once; what they returned, sorted.

    An exception is returned as its class's name.
    """
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, answers = fork.Barrier(count), fork.Queue()
    crowd = [fork.Process(target=_one, args=(work, number, start, answers)) for number in range(count)]
    for process in crowd:
        process.start()
    said = [answers.get(timeout=SECONDS) for _ in crowd]
    for process in crowd:
        process.join(SECONDS)
    return sorted(said, key=str)


def _one(work, number, start, answers):
    start.wait(SECONDS)
    try:
        answers.put(work(number))
    except Exception as error:
        if type(error).__name__ not in ("Unavailable", "Spent", "CannotRefund", "CannotGive"):
            traceback.print_exc()
        answers.put(type(error).__name__)
    connections.close_all()
    answers.close()
    answers.join_thread()
    os._exit(0)


def killed_in(work):
    """Call work() in a process that is expected to be killed on the way; the signal that ended it."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(SECONDS)
    return -(process.exitcode or 0)

"""How much one request costs: CPU time and queries in the process, requests a second over HTTP."""

import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    """Of one request: median CPU milliseconds, number of queries, bytes of the answer, and how long it took.

    CPU is this process's; the time includes what the database does meanwhile.
    """

    cpu_ms: float
    queries: int
    size: int
    wall_ms: float = 0


def cost(call: Callable[[], HttpResponse], times: int = 30) -> Cost:
    """Call it often; the first calls warm it and are not counted."""
    for _ in range(3):
        answer = call()
    with CaptureQueriesContext(connection) as seen:
        answer = call()
    queries = len(seen)  # now: the next request empties the log that this reads
    rounds, waits = [], []
    each = max(times // ROUNDS, 1)
    for _ in range(ROUNDS):
        started, begun = time.process_time(), time.perf_counter()
        for _ in range(each):
            call()
        rounds.append((time.process_time() - started) * 1000 / each)
        waits.append((time.perf_counter() - begun) * 1000 / each)
    median = statistics.median
    return Cost(median(rounds), queries, len(answer.content), median(waits))


def rate(url: str, seconds: int = 4, connections: int = 8) -> float | None:
    """Requests a second over HTTP by wrk; None where wrk is not installed."""
    if not shutil.which("wrk"):
        return None
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if "Non-2xx" in said or not found:
        raise RuntimeError(said)
    return float(found[1])

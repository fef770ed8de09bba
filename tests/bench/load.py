"""Many requests over HTTP, each on its own connection: how many a second, how long, the servers' CPU."""

import itertools
import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """Requests a second, CPU milliseconds of the servers for one, and how long half and 95 % of them took."""

    rate: float
    cpu_ms: float
    p50_ms: float
    p95_ms: float


def load(url: str, requests: list[bytes], seconds: float, connections: int = 4) -> Load:
    """Send the requests in turn. Raises RuntimeError for any answer but 200."""
    place = urlsplit(url)
    sent, times, wrong = itertools.cycle(requests), [], []
    cpu, started = _cpu_ms(place.port), time.monotonic()
    until = started + seconds

    def ask() -> None:
        while time.monotonic() < until and not wrong:
            begun = time.perf_counter()
            answer = _answer(place, next(sent))
            times.append((time.perf_counter() - begun) * 1000)
            if b" 200 " not in answer[:20]:
                wrong.append(answer)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    spent, count = time.monotonic() - started, len(times)
    times.sort()
    cpu = (_cpu_ms(place.port) - cpu) / count
    return Load(count / spent, cpu, times[count // 2], times[int(count * 0.95)])


def _answer(place, request: bytes) -> bytes:
    head = f"\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(request.replace(b"\r\n\r\n", head, 1))
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def _cpu_ms(port: int) -> float:
    """Of all processes that serve this port, as gunicorn's command line names it."""
    found = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            if f"127.0.0.1:{port}".encode() in (folder / "cmdline").read_bytes():
                facts = (folder / "stat").read_text().rpartition(")")[2].split()
                found += int(facts[11]) + int(facts[12])
        except OSError:
            continue
    return found * TICK_MS

"""`manage.py demo`: the database, the demo shop if there is none, and a server, with progress shown."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connections

from cms.tasks import tick
from home import demo

TICK_SECONDS = 20


class Command(BaseCommand):
    """Everything `make demo` does after the installation."""

    help = __doc__

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-serve", action="store_true", help="build, print the sign-ins and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Say DEMO=1, so that a real shop is never filled with demo data by mistake.")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with self.step("The database"):
            call_command("make_tables")
        if demo.is_missing():
            demo.build(self.step)
        self.stdout.write(demo.directory())
        self.stdout.flush()  # also where a pipe would keep it until the end
        if not options["no_serve"]:
            self.serve()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show that something is going on, and how long it took."""
        started, done = time.monotonic(), threading.Event()
        self.stdout.write(f"{title} ", ending="")
        self.stdout.flush()
        thread = threading.Thread(target=self._dots, args=[done], daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
        self.stdout.write(f" {time.monotonic() - started:.0f} s")

    def _dots(self, done: threading.Event) -> None:
        while not done.wait(1):
            self.stdout.write("·", ending="")
            self.stdout.flush()

    def serve(self) -> None:
        """Serve until Ctrl-C, with a heartbeat for the periodic work."""
        threading.Thread(target=_beat, daemon=True).start()
        call_command("runserver", f"127.0.0.1:{settings.PORT}", use_reloader=False, verbosity=0)


def _beat() -> None:
    while True:
        time.sleep(TICK_SECONDS)
        tick()
        connections.close_all()

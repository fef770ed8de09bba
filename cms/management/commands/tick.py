"""`manage.py tick`: one pass of all periodic work, for cron and for the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.tasks import tick


class Command(BaseCommand):
    """Run it every minute, or let Celery beat do it; twice at once does no harm."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for part, said in tick().items():
            self.stdout.write(f"{part}: {said}")

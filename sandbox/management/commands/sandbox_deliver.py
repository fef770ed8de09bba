"""Lets everything happen in the sandbox that is due, and sends the webhooks that wait, once."""

from django.core.management.base import BaseCommand

from sandbox import clock, courier


class Command(BaseCommand):
    """`manage.py sandbox_deliver`."""

    help = "Expire sessions, settle delayed payments, and deliver waiting webhooks once."

    def handle(self, *args: object, **options: object) -> None:
        """Sweep, then deliver."""
        changed = clock.sweep()
        sent = courier.deliver_due()
        self.stdout.write(f"{changed} objects changed, {sent} webhooks sent.")

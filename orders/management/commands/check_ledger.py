"""`manage.py check_ledger`: add up the books; fails, naming each fault, when they do not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.money import show
from orders import audit
from orders.models import Posting


class Command(BaseCommand):
    """Run it after a restore and as often as you like: it only reads."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.problems())
        if found:
            raise CommandError("The books do not add up:\n- " + "\n- ".join(found))
        for account in Posting.Account:
            for currency, sum_ in Posting.objects.filter(account=account).balance().items():
                self.stdout.write(f"{account.label}: {show(sum_, currency)}")
        self.stdout.write("The books add up.")

"""Keep every licence key under the first of LICENCE_SECRETS, after which the others may be taken away."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from products.kinds.software import keys, safekeeping
from products.kinds.software.licence import Licence, PoolKey


class Command(BaseCommand):
    """Rewrite hashes and sealed keys, row by row; safe to break off and to repeat."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read with any secret, write with the first."""
        done = _renew(Licence.objects.non_polymorphic().exclude(key_hash=None), "listing_id", "key_sealed")
        done += _renew(PoolKey.objects.all(), "software_id", "sealed")
        self.stdout.write(f"{done} keys lie under the first secret.")


def _renew(rows: Any, product: str, sealed: str) -> int:
    """Each row in a transaction of its own; how many."""
    done = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = rows.select_for_update(of=("self",)).filter(pk=pk).values(product, sealed).get()
            key = safekeeping.unseal(row[sealed])
            hashed = safekeeping.hash_of(keys.named(key, row[product]))
            done += rows.filter(pk=pk).update(**{"key_hash": hashed, sealed: safekeeping.seal(key)})
    return done

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
        sold = Licence.objects.non_polymorphic().exclude(key_hash=None).order_by("pk")
        done = sum(_renewed(Licence, pk, "key_sealed") for pk in sold.values_list("pk", flat=True).iterator())
        pool = PoolKey.objects.order_by("pk").values_list("pk", flat=True)
        done += sum(_renewed(PoolKey, pk, "sealed") for pk in pool.iterator())
        self.stdout.write(f"{done} keys lie under the first secret.")


def _renewed(model: Any, pk: int, sealed: str) -> bool:
    with transaction.atomic():
        row = model.objects.select_for_update(of=("self",)).filter(pk=pk).values(sealed).get()
        key = safekeeping.unseal(row[sealed])
        said = {"key_hash": safekeeping.hash_of(keys.plain(key)), sealed: safekeeping.seal(key)}
        return bool(model.objects.filter(pk=pk).update(**said))

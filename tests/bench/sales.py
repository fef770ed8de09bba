"""Fill a shop with as many paid orders as asked, from one real order, inside the database (either kind)."""

from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from orders.models import Item, JournalEntry, Order, Posting
from products.models import Entitlement

AGO = {
    "postgresql": "now() - n.g * interval '3 minutes'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (n.g * 3) || ' minutes')",
}
COUNTRIES = "CASE n.g % 4 WHEN 0 THEN 'DE' WHEN 1 THEN 'AT' WHEN 2 THEN 'FR' ELSE 'NL' END"


def fill_orders(first: Order, count: int, listings: int = 1) -> None:
    """Have `count` orders like the first paid one, of one item each, over as many listings as `fill` made."""
    have = Order.objects.count()
    if have >= count:
        return
    item, entry = first.items.get(), first.entries.get(kind=JournalEntry.Kind.SALE)
    made = Bulk(have + 1, count)
    key = {model: made.key_of(model) for model in (Order, Entitlement, Item, JournalEntry)}
    when = AGO[connection.vendor]
    sold = {"listing_id": item.listing_id, "offer_id": item.offer_id}
    if listings > 2:  # of so many, `fill` copies all but two
        place = f"(n.g % {listings - 2}) + 1"
        sold = {name: f"{value * 10} + {place}" for name, value in sold.items()}
    with transaction.atomic():
        made.copies(
            first,
            {
                **{"id": key[Order], "token": "'bench-' || n.g", "attempt": "NULL", "country": COUNTRIES},
                **{"number": "'B' || n.g", "session_id": "''", "payment_intent": "''"},
                **{"created_at": when, "paid_at": when},
            },
        )
        held = Entitlement.objects.non_polymorphic().get(pk=item.entitlement_id)
        made.copies(held, {"id": key[Entitlement], "created_at": when, "activated_at": when, **sold})
        kind = type(Entitlement.objects.get(pk=held.pk))
        made.copies(kind.objects.get(pk=held.pk), {"entitlement_ptr_id": key[Entitlement]})
        named = {"order_id": key[Order], "entitlement_id": key[Entitlement], **sold}
        made.copies(item, {"id": key[Item], **named})
        posted = {"order_id": key[Order], "source": "'bench-' || n.g", "occurred_at": when}
        made.copies(entry, {"id": key[JournalEntry], **posted})
        for posting in entry.postings.order_by("pk"):
            of = {"entry_id": key[JournalEntry]} | ({"item_id": key[Item]} if posting.item_id else {})
            made.copies(posting, {"id": made.key_of(Posting), **of})
    made.tidy([Order, Entitlement, Item, JournalEntry, Posting])


class Bulk:
    """Copies of rows for g = begin … end."""

    def __init__(self, begin: int, end: int) -> None:
        self.begin, self.end = begin, end

    def key_of(self, model: Any) -> str:
        """Keys above all that are there."""
        highest = model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
        return f"{highest + 1 - self.begin} + n.g"

    def copies(self, row: Any, changes: dict[str, Any]) -> None:
        """INSERT … SELECT of one row's own table, with other expressions for some columns."""
        meta = row._meta
        table, key = meta.db_table, meta.pk.column
        columns = [field.column for field in meta.local_concrete_fields]
        values = ", ".join(str(changes.get(name, f't."{name}"')) for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE n(g) AS"
                f" (SELECT {self.begin} UNION ALL SELECT g + 1 FROM n WHERE g < {self.end})"
                f' INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, n'
                f' WHERE t."{key}" = {row.pk}'
            )

    @staticmethod
    def tidy(models: list[Any]) -> None:
        """The next key that the database gives is above ours, and its plans know the new sizes."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            cursor.execute("ANALYZE")

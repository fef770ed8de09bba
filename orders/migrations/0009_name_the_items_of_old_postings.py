"""Old postings learn their item. No amount changes and no row goes; a fee that was posted for several items in
one sum is shared among them by postings that add up to nothing."""

from django.db import migrations

GUARD = "ALTER TABLE orders_posting {} TRIGGER postings_are_append_only"
CHUNK = 500


def name_items(apps, schema_editor):
    posting = apps.get_model("orders", "Posting")
    if not posting.objects.filter(item=None).exists():
        return
    _guard(schema_editor, "DISABLE")
    _of_refunds(apps, posting)
    _of_sales(apps, posting)
    _guard(schema_editor, "ENABLE")


def _guard(schema_editor, word):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for a check is not altered
        schema_editor.execute(GUARD.format(word))


def _of_refunds(apps, posting):
    refunds = apps.get_model("orders", "Refund").objects.exclude(done_at=None).order_by("pk")
    for chunk in _chunks(refunds):
        items = {f"{kind}-{refund.pk}": refund.item_id for refund in chunk for kind in ("refund", "refund-lost")}
        found = list(posting.objects.filter(entry__source__in=items, item=None).select_related("entry"))
        for row in found:
            row.item_id = items[row.entry.source]
        posting.objects.bulk_update(found, ["item"], batch_size=CHUNK)


def _of_sales(apps, posting):
    sales = apps.get_model("orders", "JournalEntry").objects.filter(kind="sale").order_by("pk")
    item = apps.get_model("orders", "Item")
    for chunk in _chunks(sales):
        items, rows = {}, {}
        for sold in item.objects.filter(order__in=[sale.order_id for sale in chunk]).order_by("pk"):
            items.setdefault(sold.order_id, []).append(sold)
        unnamed = posting.objects.filter(entry__in=[sale.pk for sale in chunk], item=None)
        for row in unnamed.order_by("pk"):
            rows.setdefault(row.entry_id, []).append(row)
        named, shares = [], []
        for sale in chunk:
            _match(rows.get(sale.pk, []), items.get(sale.order_id, []), named, shares)
        posting.objects.bulk_update(named, ["item"], batch_size=CHUNK)
        posting.objects.bulk_create([posting(**share) for share in shares], batch_size=CHUNK)


def _match(rows, items, named, shares):
    """The sellers' shares were posted in the order of the items; the fee in one sum."""
    owed = [sold for sold in items if sold.amount > sold.fee]
    posted = [row for row in rows if row.account == "seller"]
    if [(-row.amount, row.seller_id) for row in posted] != [(s.amount - s.fee, s.seller_id) for s in owed]:
        return  # not a sale as the shop posts them: left as it is
    for row, sold in zip(posted, owed):
        row.item_id = sold.pk
        named.append(row)
    charged = [sold for sold in items if sold.fee]
    for fee in (row for row in rows if row.account == "fee"):
        if len(charged) == 1:
            fee.item_id = charged[0].pk
            named.append(fee)
        elif -fee.amount == sum(sold.fee for sold in charged):
            line = {"entry_id": fee.entry_id, "account": "fee", "currency": fee.currency}
            shares.append({**line, "amount": -fee.amount})
            shares += [{**line, "amount": -sold.fee, "item_id": sold.pk} for sold in charged]


def _chunks(rows):
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_say_of_which_item")]

    # Without its items the ledger says the same, so there is nothing to undo.
    operations = [migrations.RunPython(name_items, migrations.RunPython.noop)]

"""A posting says of which sold item it is, so that what a listing earned is a sum of postings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_remember_comparisons")]

    operations = [
        migrations.AddField(
            model_name="posting",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="orders.item",
            ),
        ),
    ]

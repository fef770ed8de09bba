"""Lists begin with the newest, and the home with the newest paid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_tell_sellers_of_sales")]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-created_at", "-id"], name="orders_newest"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["-paid_at", "-id"],
                name="orders_paid_newest",
                condition=models.Q(("state", "paid")),
            ),
        ),
    ]

"""What a listing page says of its pictures, shelves, seller and stars stands on the card."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0002_entitlement_holds_stock")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="page",
            field=models.JSONField(
                default=dict, help_text="{categories, tags, store} as the listing page shows them."
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="pictures",
            field=models.JSONField(
                default=list, help_text="Of the listing page: as cover, and a thumb each."
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="stars",
            field=models.JSONField(
                default=list, help_text="How many gave one, two, three, four and five stars."
            ),
        ),
        migrations.AlterField(
            model_name="card",
            name="rating",
            field=models.DecimalField(
                decimal_places=2, default=0, help_text="0: not rated yet.", max_digits=3
            ),
        ),
    ]

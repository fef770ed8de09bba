"""A seller is also pending or rejected; why, and what a suspension returns to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_no_group_for_each_store")]

    operations = [
        migrations.AddField("seller", "state_before", models.CharField(blank=True, editable=False, max_length=12)),
        migrations.AddField(
            "seller",
            "state_reason",
            models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason"),
        ),
        migrations.AlterField(
            "seller",
            "state",
            models.CharField(
                choices=[
                    ("unsubmitted", "not verified yet"),
                    ("pending", "waiting for verification"),
                    ("verified", "verified"),
                    ("rejected", "not accepted"),
                    ("suspended", "suspended"),
                ],
                default="unsubmitted",
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]

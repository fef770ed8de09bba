"""Reports ask for a range of days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_name_the_items_of_old_postings")]

    operations = [
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["occurred_at"], name="entries_by_time"),
        ),
    ]

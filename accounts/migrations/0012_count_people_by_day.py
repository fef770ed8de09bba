"""How many people were here on a day: a stamp on each person, a number for each day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_invitations")]

    operations = [
        migrations.CreateModel(
            name="ActiveDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
            ],
            options={"verbose_name": "day", "verbose_name_plural": "days", "ordering": ["-day"]},
        ),
        migrations.AddField(
            model_name="user",
            name="last_seen_date",
            field=models.DateField(editable=False, null=True),
        ),
    ]

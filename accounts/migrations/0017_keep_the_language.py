"""Accounts made before the shop spoke several languages have chosen none."""

from django.db import migrations, models

import cms.languages


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_let_people_leave")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True, default=cms.languages.spoken, max_length=12, verbose_name="language"
            ),
        ),
    ]

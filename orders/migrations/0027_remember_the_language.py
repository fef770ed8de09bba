"""An order's mails speak the language in which it was placed; earlier ones were placed in the first."""

from django.db import migrations, models

import cms.languages


class Migration(migrations.Migration):
    dependencies = [("orders", "0026_remember_the_last_card")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="language",
            field=models.CharField(default=cms.languages.spoken, editable=False, max_length=12),
        ),
    ]

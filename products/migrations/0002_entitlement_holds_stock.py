"""An entitlement remembers whether it holds one of a limited number, so that only that is given back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entitlement",
            name="holds_stock",
            field=models.BooleanField(
                default=False, help_text="Whether `reserve` took one of a limited number."
            ),
        )
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0022_add_software_and_licences")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="prices",
            field=models.JSONField(
                default=dict,
                help_text="{offer: the least one can pay now}, so that a fall of a price is seen.",
            ),
        ),
    ]

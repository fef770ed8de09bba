"""A list strikes a price through only where it says so; with a choice of offers that is a campaign alone."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("products", "Card").objects.filter(has_choices=True).update(compare_at=None)


class Migration(migrations.Migration):

    dependencies = [("products", "0014_feature_prices_of_campaigns")]

    # Back: the card of a listing is written anew whenever it is published.
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]

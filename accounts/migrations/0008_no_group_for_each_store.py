"""Rights follow from membership, so a store has no group of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_owners_are_members")]

    operations = [migrations.RemoveField(model_name="seller", name="group")]

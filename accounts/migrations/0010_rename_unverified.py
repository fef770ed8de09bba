"""Who was not verified has not asked for it; a suspension from before returns to that too."""

from django.db import migrations


def forwards(apps, schema_editor):
    sellers = apps.get_model("accounts", "Seller").objects
    sellers.filter(state="unverified").update(state="unsubmitted")
    sellers.filter(state="suspended", state_before="").update(state_before="unsubmitted")


def backwards(apps, schema_editor):
    sellers = apps.get_model("accounts", "Seller").objects
    sellers.filter(state__in=["unsubmitted", "pending", "rejected"]).update(state="unverified")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_more_states_of_a_seller")]

    operations = [migrations.RunPython(forwards, backwards)]

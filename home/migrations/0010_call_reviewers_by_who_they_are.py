"""The human step of the review is called by who does it, for buttons say "Resubmit to" and then its name."""

from django.db import migrations

BEFORE, AFTER = "A moderator reads it", "the moderators"


def rename(apps, old, new):
    """Only the step the shop came with; whoever renamed it keeps their words."""
    apps.get_model("wagtailcore", "Task").objects.filter(name=old).update(name=new)


def forwards(apps, schema_editor):
    rename(apps, BEFORE, AFTER)


def backwards(apps, schema_editor):
    rename(apps, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("home", "0009_campaigns")]

    operations = [migrations.RunPython(forwards, backwards)]

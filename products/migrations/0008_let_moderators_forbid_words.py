"""Moderators keep the list of forbidden words."""

from django.db import migrations

from accounts.rights import allow, forbid

ACTIONS = ("view", "add", "change", "delete")


def give(apps, schema_editor):
    allow(apps, "moderator", "products.ForbiddenWord", *ACTIONS)


def take(apps, schema_editor):
    forbid(apps, "moderator", "products.ForbiddenWord", *ACTIONS)


class Migration(migrations.Migration):
    dependencies = [("products", "0007_read_submissions_by_machine"), ("accounts", "0003_roles")]

    operations = [migrations.RunPython(give, take)]

"""Sellers make suggestions of their own store; those who run the shop look at them."""

from django.db import migrations

from accounts.rights import allow, forbid

RIGHTS = {"seller": ("view", "add", "change"), "admin": ("view",)}


def give(apps, schema_editor):
    for role, actions in RIGHTS.items():
        allow(apps, role, "orders.Suggestion", *actions)


def take(apps, schema_editor):
    for role, actions in RIGHTS.items():
        forbid(apps, role, "orders.Suggestion", *actions)


class Migration(migrations.Migration):
    dependencies = [("orders", "0022_suggest_at_the_checkout"), ("accounts", "0003_roles")]

    operations = [migrations.RunPython(give, take)]

"""Sellers look at the orders of their things and refund what they sold."""

from django.db import migrations

from accounts.rights import allow, forbid

RIGHTS = [
    ("seller", "orders.Order", "view"),
    ("seller", "orders.Item", "view", "change"),
    ("seller", "orders.Refund", "view"),
]


def give(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        allow(apps, role, model, *actions)


def take(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        forbid(apps, role, model, *actions)


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_ledger_guards"),
        ("accounts", "0003_roles"),
    ]

    operations = [migrations.RunPython(give, take)]

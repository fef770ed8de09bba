"""Who may look at what people hold and say, who may hide a review, who arranges the shelves."""

from django.db import migrations

from accounts.rights import allow, forbid

RIGHTS = [
    ("seller", "products.Entitlement", "view"),
    ("seller", "products.Review", "view"),
    ("moderator", "products.Entitlement", "view"),
    ("moderator", "products.Review", "view", "change"),
    ("editor", "products.Review", "view"),
    ("editor", "products.Category", "view", "add", "change", "delete"),
]


def give(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        allow(apps, role, model, *actions)


def take(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        forbid(apps, role, model, *actions)


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0003_let_cards_carry_the_page"),
        ("accounts", "0003_roles"),
    ]

    operations = [migrations.RunPython(give, take)]

"""Sellers write their own policies, editors the shop's; nobody deletes one, for sales and drafts name it."""

from django.db import migrations

from accounts.rights import allow, forbid

ROLES = ("seller", "editor")
ACTIONS = ("view", "add", "change")


def give(apps, schema_editor):
    for role in ROLES:
        allow(apps, role, "products.Policy", *ACTIONS)
    allow(apps, "moderator", "products.Policy", "view")


def take(apps, schema_editor):
    for role in ROLES:
        forbid(apps, role, "products.Policy", *ACTIONS)
    forbid(apps, "moderator", "products.Policy", "view")


class Migration(migrations.Migration):
    dependencies = [("products", "0017_give_every_listing_a_refund_policy"), ("accounts", "0003_roles")]

    operations = [migrations.RunPython(give, take)]

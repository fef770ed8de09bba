"""Sellers make coupons of their own store, those who run the shop the shop's."""

from django.db import migrations

from accounts.rights import allow, forbid

ROLES = ("seller", "admin")
ACTIONS = ("view", "add", "change")


def give(apps, schema_editor):
    for role in ROLES:
        allow(apps, role, "orders.Coupon", *ACTIONS)


def take(apps, schema_editor):
    for role in ROLES:
        forbid(apps, role, "orders.Coupon", *ACTIONS)


class Migration(migrations.Migration):
    dependencies = [("orders", "0015_freeze_discounts"), ("accounts", "0003_roles")]

    operations = [migrations.RunPython(give, take)]

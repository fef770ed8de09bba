"""What editors arrange besides pages and pictures; moderators may look a seller up."""

from django.db import migrations

from accounts.rights import allow, forbid

ALL = ("view", "add", "change", "delete")
RIGHTS = [
    ("editor", "cms.BrandSettings", "change"),
    ("editor", "cms.NavigationSettings", "change"),
    ("editor", "wagtailredirects.Redirect", *ALL),
    ("editor", "wagtailsearchpromotions.SearchPromotion", *ALL),
    ("editor", "wagtailsearchpromotions.Query", *ALL),
    ("moderator", "accounts.Seller", "view"),
]


def give(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        allow(apps, role, model, *actions)


def take(apps, schema_editor):
    for role, model, *actions in RIGHTS:
        forbid(apps, role, model, *actions)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_admin_pages"),
        ("cms", "0001_initial"),
    ]

    operations = [migrations.RunPython(give, take)]

"""The five roles as groups, each with the rights that do not depend on a page."""

from django.db import migrations

ROLES = ("admin", "editor", "moderator", "seller", "buyer")
MAY_ENTER = ("admin", "editor", "moderator", "seller")


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    door, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    enter, _ = Permission.objects.get_or_create(
        content_type=door, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for name in ROLES:
        group, _ = Group.objects.get_or_create(name=name)
        if name in MAY_ENTER:
            group.permissions.add(enter)
    # Wagtail's own two sample groups say the same with other words.
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_seller"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]

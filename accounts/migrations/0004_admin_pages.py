"""The admin role may do everything with every page and every picture; model rights follow after `migrate`."""

from django.db import migrations

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
PICTURE_RIGHTS = ("add_image", "change_image", "choose_image", "delete_image")


def _permission(apps, app_label, model, codename):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": codename.replace("_", " ").capitalize()}
    )[0]


def give(apps, schema_editor):
    admins = apps.get_model("auth", "Group").objects.get(name="admin")
    page = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in PAGE_RIGHTS:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=admins, page=page, permission=_permission(apps, "wagtailcore", "page", codename)
        )
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for codename in PICTURE_RIGHTS:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=admins,
            collection=collection,
            permission=_permission(apps, "wagtailimages", "image", codename),
        )


def take(apps, schema_editor):
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__name="admin").delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group__name="admin").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(give, take)]

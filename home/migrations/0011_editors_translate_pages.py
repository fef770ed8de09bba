"""The shop's second language has a tree of pages, and editors may translate pages into it."""

from django.db import migrations


def allow(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=("editor", "admin")):
        group.permissions.add(right)
    apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="de")


def forbid(apps, schema_editor):
    right = apps.get_model("auth", "Permission").objects.filter(codename="submit_translation")
    right.delete()
    Page = apps.get_model("wagtailcore", "Page")
    if not Page.objects.filter(locale__language_code="de").exists():
        apps.get_model("wagtailcore", "Locale").objects.filter(language_code="de").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0010_call_reviewers_by_who_they_are"),
        ("simple_translation", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(allow, forbid)]

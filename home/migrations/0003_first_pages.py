"""The pages every shop has, who may work on them, and the review that listings pass."""

from django.db import migrations

EDITOR_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page")
MODERATOR_RIGHTS = ("change_page", "publish_page", "lock_page")
PICTURE_RIGHTS = ("add_image", "change_image", "choose_image")


def _add(apps, model, path, **fields):
    app_label, name = model
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name.lower()
    )
    locale = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="en")[0]
    fields.setdefault("draft_title", fields["title"])
    return apps.get_model(app_label, name).objects.create(
        content_type=content_type, locale=locale, path=path, depth=len(path) // 4, **fields
    )


def make_pages(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = _add(
        apps, ("home", "HomePage"), "00010001", title="Home", slug="home", url_path="/home/", numchild=2
    )
    _add(
        apps,
        ("home", "CataloguePage"),
        "000100010001",
        title="Discover",
        slug="discover",
        url_path="/home/discover/",
        show_in_menus=True,
    )
    street = _add(
        apps, ("products", "StoreIndex"), "000100010002", title="Stores", slug="stores", url_path="/home/stores/"
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True, site_name="")
    _share_out(apps, home.pk, street.pk)
    _make_review(apps, street.pk)


def _permission(apps, app_label, model, codename):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": codename.replace("_", " ").capitalize()}
    )[0]


def _share_out(apps, home, street):
    groups = {group.name: group for group in apps.get_model("auth", "Group").objects.all()}
    rights = [("editor", home, right) for right in EDITOR_RIGHTS]
    rights += [("moderator", street, right) for right in MODERATOR_RIGHTS]
    for name, page, codename in rights:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
            group=groups[name], page_id=page, permission=_permission(apps, "wagtailcore", "page", codename)
        )
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for codename in PICTURE_RIGHTS:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
            group=groups["editor"],
            collection=root,
            permission=_permission(apps, "wagtailimages", "image", codename),
        )


def _make_review(apps, street):
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    # Wagtail's own sample workflow asks a group that is gone.
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name="A moderator reads it", content_type=kind, active=True
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name="moderator"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="review", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page_id=street)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_initial"),
        ("products", "0001_initial"),
        ("accounts", "0003_roles"),
    ]

    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]

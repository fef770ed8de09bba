"""The review begins with a check by machine; the moderator's task comes second."""

from django.db import migrations
from django.db.models import F

NAME = "A machine checks it"


def put_first(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="products", model="automaticcheck")
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects.filter(workflow__name="review")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name="review").first()
    if workflow is None:
        return
    task = apps.get_model("products", "AutomaticCheck").objects.create(
        name=NAME, content_type=kind, active=True
    )
    steps.update(sort_order=F("sort_order") + 1)
    steps.create(workflow=workflow, task_id=task.pk, sort_order=0)


def take_away(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowTask").objects.filter(task__name=NAME).delete()
    apps.get_model("products", "AutomaticCheck").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_remember_what_searches_found"),
        ("products", "0008_let_moderators_forbid_words"),
    ]

    operations = [migrations.RunPython(put_first, take_away)]

"""The review's second task becomes one that people of the store's own team cannot decide."""

from django.db import migrations


def _exchange(apps, old_model, new_model):
    """Put a task of the new kind where each of the old kind stands in a workflow, states and all."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label=new_model[0], model=new_model[1].lower())
    steps = apps.get_model("wagtailcore", "WorkflowTask")
    states = apps.get_model("wagtailcore", "TaskState")
    for old in apps.get_model(*old_model).objects.all():
        new = apps.get_model(*new_model).objects.create(name=old.name, active=old.active, content_type=kind)
        new.groups.set(old.groups.all())
        steps.objects.filter(task_id=old.pk).update(task_id=new.pk)
        states.objects.filter(task_id=old.pk).update(task_id=new.pk)
        old.delete()


def exchange(apps, schema_editor):
    _exchange(apps, ("wagtailcore", "GroupApprovalTask"), ("products", "HumanReview"))


def put_back(apps, schema_editor):
    _exchange(apps, ("products", "HumanReview"), ("wagtailcore", "GroupApprovalTask"))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_a_machine_reads_first"),
        ("products", "0009_people_judge_what_others_sell"),
    ]

    operations = [migrations.RunPython(exchange, put_back)]

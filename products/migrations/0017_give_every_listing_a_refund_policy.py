"""The shop's first refund policy, with its first wording, and every listing that has none stands under it."""

from django.db import migrations
from django.utils import timezone

NAME = "14 days"
SUMMARY = "Money back within 14 days if it does not work as described."
TEXT = (
    "<p>If something is damaged, cannot be opened or is not what its page describes, write to us within 14 days"
    " of buying it. You get what was described, or your money back.</p>"
    "<p>A change of mind is no reason for a refund: what you buy here is delivered at once. When your money goes"
    " back, your access ends.</p>"
    "<p>The rights that the law gives you stay as they are.</p>"
)


def write(apps, schema_editor):
    Policy = apps.get_model("products", "Policy")
    Listing = apps.get_model("products", "Listing")
    policy = Policy.objects.create(kind="refund", name=NAME, summary=SUMMARY, text=TEXT, worded_at=timezone.now())
    policy.latest_revision = _wording(apps, policy)
    policy.save()
    Listing.objects.filter(refund_policy=None).update(refund_policy=policy)


def _wording(apps, policy):
    """What RevisionMixin.save_revision writes; historical models have no such verb."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _made = ContentType.objects.get_or_create(app_label="products", model="policy")
    return apps.get_model("wagtailcore", "Revision").objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(policy.pk),
        object_str=policy.name,
        created_at=policy.worded_at,
        content={
            "pk": policy.pk,
            "latest_revision": None,
            "kind": policy.kind,
            "name": policy.name,
            "summary": policy.summary,
            "text": policy.text,
            "seller": None,
            "is_active": True,
            "worded_at": policy.worded_at.isoformat(),
        },
    )


def remove(apps, schema_editor):
    apps.get_model("products", "Listing").objects.update(refund_policy=None)
    Policy = apps.get_model("products", "Policy")
    keys = [str(pk) for pk in Policy.objects.values_list("pk", flat=True)]
    Policy.objects.update(latest_revision=None)
    apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="products", content_type__model="policy", object_id__in=keys
    ).delete()
    apps.get_model("products", "Listing").objects.update(licence=None)
    Policy.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0016_let_listings_choose_policies"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(write, remove)]

"""Every owner becomes the first member of the team; the group of each store is no longer needed."""

from django.db import migrations


def make_members(apps, schema_editor):
    Seller = apps.get_model("accounts", "Seller")
    Member = apps.get_model("accounts", "Member")
    Member.objects.bulk_create(
        Member(seller=seller, user_id=seller.owner_id, role="owner") for seller in Seller.objects.all()
    )
    groups = Seller.objects.exclude(group=None).values_list("group", flat=True)
    apps.get_model("auth", "Group").objects.filter(pk__in=list(groups)).delete()


def unmake_members(apps, schema_editor):
    apps.get_model("accounts", "Member").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_member"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_members, unmake_members)]

"""Editors, who write what visitors read, word the mails as well."""

from django.db import migrations

from accounts.rights import allow, forbid


def give(apps, schema_editor):
    allow(apps, "editor", "cms.MailText", "view", "change")


def take(apps, schema_editor):
    forbid(apps, "editor", "cms.MailText", "view", "change")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_talk_about_standing"),
        ("cms", "0003_words_of_the_mails"),
    ]

    operations = [migrations.RunPython(give, take)]

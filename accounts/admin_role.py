"""The admin role may do everything that a permission can say, whatever app or model is added later."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections

from accounts.roles import ADMIN

# People's sessions and factors are nobody's to edit; what came from Stripe is only to be looked at.
NOBODYS = frozenset({"account", "contenttypes", "mfa", "sandbox", "sessions", "usersessions"})
ONLY_TO_LOOK_AT = frozenset({"djstripe"})


def give_admins_everything(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After `migrate`, once per app: permission rows exist only then, so no migration could do this."""
    if sender.label in NOBODYS or Group._meta.db_table not in connections[using].introspection.table_names():
        return
    admins = Group.objects.using(using).filter(name=ADMIN).first()
    if admins is None:
        return
    create_permissions(sender, verbosity=0, using=using)
    rights = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    if sender.label in ONLY_TO_LOOK_AT:
        rights = rights.filter(codename__startswith="view_")
    admins.permissions.add(*rights)

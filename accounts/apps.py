"""People as a Django app, and people as the Wagtail admin shows them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Users and sellers."""

    name = "accounts"
    verbose_name = "People"
    default = True

    def ready(self) -> None:
        from accounts.admin_role import give_admins_everything

        post_migrate.connect(give_admins_everything, dispatch_uid="accounts.admin_role")


class PeopleInAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user management, with our list and forms."""

    user_viewset = "accounts.people.PeopleViewSet"

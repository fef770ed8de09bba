"""People as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and sellers."""

    name = "accounts"
    verbose_name = "People"

"""The ground as a Django app."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Site settings, blocks, mail and the commands that keep the shop running."""

    name = "cms"
    verbose_name = "Shop"

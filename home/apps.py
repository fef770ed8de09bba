"""Pages that are not for sale, as a Django app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The doors to the shop."""

    name = "home"
    verbose_name = "Pages"

    def ready(self) -> None:
        from home import campaigns

        campaigns.follow()

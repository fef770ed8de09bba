"""The ground as a Django app."""

from typing import Any

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Site settings, blocks, mail and the commands that keep the shop running."""

    name = "cms"
    verbose_name = "Shop"

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms import image_intake

        image_intake.install()
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(_forget_pages, dispatch_uid="pagecache")
        post_delete.connect(_forget_page, sender=Page, dispatch_uid="pagecache")


def _forget_pages(**kwargs: Any) -> None:
    from cms import pagecache

    pagecache.purge()


def _forget_page(**kwargs: Any) -> None:
    _forget_pages()

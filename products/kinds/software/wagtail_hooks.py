"""What the Wagtail admin is told about software: registrations only."""

from functools import partial

from django.urls import URLPattern, path
from wagtail import hooks

from accounts.menu_groups import CUSTOMERS
from products.kinds.software import acting, desk


@hooks.register("register_admin_urls")
def register_software() -> list[URLPattern]:
    """The lists, and the pages with one button."""
    return [
        *desk.Licences.urls(),
        *desk.Releases.urls(),
        path("licences/<int:pk>/suspend/", acting.Suspend.as_view(), name="licence_suspend"),
        path("licences/<int:pk>/resume/", acting.Resume.as_view(), name="licence_resume"),
        path("licences/<int:pk>/reissue/", acting.Reissue.as_view(), name="licence_reissue"),
        path("licences/import/", acting.ImportKeys.as_view(), name="licence_import"),
        path("releases/<int:pk>/withdraw/", acting.WithdrawRelease.as_view(), name="release_withdraw"),
    ]


hooks.register("entitlement_buttons", acting.buttons)
hooks.register("register_log_actions", acting.register_actions)
hooks.register(CUSTOMERS, partial(desk.Licences.menu_item, 230))
hooks.register(CUSTOMERS, partial(desk.Releases.menu_item, 231))

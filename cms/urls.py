"""Every address of the shop; apps are named by string, kinds are found by name."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve

from cms import ahead, health, offline, sheets, theme
from cms.style import style_page

handler403 = "accounts.limits.refused"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # The one sign-in serves the admin too: its own would be a door without the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include("wagtail.admin.urls")),
    # Ours first: two pages of allauth get a small addition.
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("products.urls")),
    path("", include("orders.urls")),
    path("", include("home.urls")),
    path("favicon.ico", theme.favicon),
    re_path(r"^shop\.(?P<digest>[0-9a-f]{12})\.css$", sheets.stylesheet, name="shop_css"),
    path("theme/", theme.choose, name="theme"),
    path("sw.js", offline.worker, name="worker"),
    path("offline/", offline.offline, name="offline"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path(ahead.RULES_PATH.lstrip("/"), ahead.rules),
]
if settings.STRIPE_SANDBOX:
    urlpatterns.append(path("stripe-test/", include("sandbox.urls")))
if settings.DEBUG:
    urlpatterns.append(path("style/", style_page, name="style"))
if settings.DEMO:
    urlpatterns.append(path("outbox/", include("cms.outbox")))
if not settings.S3_PUBLIC_BUCKET:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}))
urlpatterns += [path("", include("home.page_urls")), path("", include("wagtail.urls"))]

"""Addresses of software that lie at the shop's root: for programs, and feeds for everybody."""

from django.urls import path

from products.kinds.software import api, feeds

urlpatterns = [
    path("api/v1/licences/validate/", api.validate, name="licence_validate"),
    path("api/v1/licences/activate/", api.activate, name="licence_activate"),
    path("api/v1/licences/deactivate/", api.deactivate, name="licence_deactivate"),
    path("api/v1/licences/heartbeat/", api.heartbeat, name="licence_heartbeat"),
    path("api/v1/licences/latest/", api.latest, name="licence_latest"),
    path("api/v1/licences/file/", api.licence_file, name="licence_signed_file"),
    path("api/v1/licences/downloads/<str:token>/", api.download, name="licence_download"),
    path(".well-known/licence-keys.json", api.public_keys, name="licence_keys"),
    path("software/<int:pk>/releases.atom", feeds.changelog, name="software_changelog"),
    path("software/feeds/<str:token>/<slug:channel>/appcast.xml", feeds.appcast, name="software_appcast"),
    path("software/feeds/<str:token>/<slug:channel>/updates.json", feeds.updates, name="software_updates"),
    path("software/feeds/<str:token>/files/<int:file_pk>/", feeds.fetch, name="software_feed_file"),
]

"""Addresses of a licence, below /library/<licence>/."""

from django.urls import path

from products.kinds.software import views

urlpatterns = [
    path("releases/<int:file_pk>/", views.fetch, name="licence_release_file"),
    path("licence.lic", views.signed_file, name="licence_file"),
    path("devices/<int:device_pk>/release/", views.free_device, name="licence_free_device"),
]

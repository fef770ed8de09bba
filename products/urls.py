"""Addresses of the library; each kind adds its own below it."""

from django.urls import include, path

from cms.discovery import modules_in
from products import selling, views

urlpatterns = [
    *selling.urlpatterns,
    path("library/", views.library, name="library"),
    path("library/<int:pk>/", views.library_item, name="library_item"),
    *[path("library/<int:pk>/", include(module.__name__)) for module in modules_in("products.kinds", "urls")],
]

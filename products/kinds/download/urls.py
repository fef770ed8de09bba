"""Addresses of a pass's files, below /library/<pass>/."""

from django.urls import path

from products.kinds.download import views

urlpatterns = [
    path("files/<int:file_pk>/", views.fetch, name="download_file"),
    path("files/<int:file_pk>/<str:signature>/", views.signed, name="download_signed"),
]

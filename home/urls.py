"""Addresses of search and of the header's personal part."""

from django.urls import path

from home import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("personal/", views.personal, name="personal"),
]

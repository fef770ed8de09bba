"""Addresses of search, of the header's personal part, and of what search engines read."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from home import views
from home.sitemaps import SITEMAPS, NewListings, robots

SECTION = "django.contrib.sitemaps.views.sitemap"

urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("personal/", views.personal, name="personal"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name=SECTION),
    path("robots.txt", robots, name="robots"),
    path("feed/", NewListings(), name="feed"),
]

"""Addresses of search, of the header's personal part, and of what search engines read."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from home import views
from home.feeds import CategoryFeed, NewListings, StoreFeed
from home.sitemaps import SITEMAPS, robots

SECTION = "django.contrib.sitemaps.views.sitemap"

urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("personal/", views.personal, name="personal"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name=SECTION),
    path("robots.txt", robots, name="robots"),
    path("feed/", NewListings(), name="feed"),
    path("feed/stores/<slug:slug>/", StoreFeed(), name="feed_store"),
    path("feed/categories/<slug:slug>/", CategoryFeed(), name="feed_category"),
]

"""Addresses of the library and of reviews; each kind adds its own below it."""

from django.urls import include, path

from cms.discovery import modules_in
from products import reviewing, selling, views, wishing

urlpatterns = [
    *selling.urlpatterns,
    path("wishes/", wishing.wish_list, name="wishes"),
    path("wishes/<int:pk>/", wishing.wish, name="wish"),
    path("account/stores/", wishing.followed_stores, name="followed_stores"),
    path("account/stores/<int:pk>/", wishing.follow, name="follow"),
    path("library/", views.library, name="library"),
    path("library/<int:pk>/", views.library_item, name="library_item"),
    path("library/<int:pk>/archive/", views.archive, name="library_archive"),
    path("listings/<int:pk>/review/", reviewing.review, name="review"),
    path("listings/<int:pk>/reviews/", reviewing.reviews, name="reviews"),
    path("reviews/<int:pk>/report/", reviewing.report, name="review_report"),
    *[path("", include(module.__name__)) for module in modules_in("products.kinds", "site_urls")],
    *[path("library/<int:pk>/", include(module.__name__)) for module in modules_in("products.kinds", "urls")],
]

"""The last address of all: any page of the tree."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from home.serving import serve

urlpatterns = [re_path(serve_pattern, serve, name="wagtail_serve")]

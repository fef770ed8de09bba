"""The yardstick: a Django view that answers a fixed page behind the default middleware, and nothing else.

Where there is a database it has a second view: one licence read by its indexed hash, as JSON.
"""

import os
import statistics
import time

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

BODY = b"<!doctype html><title>bare</title>" + b"<p>x</p>" * 1200


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


def licence(request: HttpRequest) -> JsonResponse:
    """One indexed read; 404 for none."""
    row = Licence.objects.filter(key_hash=request.GET["hash"]).values().first()
    return JsonResponse(row, status=200 if row else 404, safe=False)


urlpatterns = [path("", view), path("licence/", licence)]
DATABASE = os.environ.get("DATABASE_URL")

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={"default": dj_database_url.parse(DATABASE, conn_max_age=None, conn_health_checks=True)}
        if DATABASE
        else {},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    )
    django.setup()


class Licence(models.Model):
    """The shop's table, as a shop without a house around it would read it."""

    entitlement_ptr_id = models.BigIntegerField(primary_key=True)
    key_hash = models.CharField(max_length=64, unique=True)
    key_hint = models.CharField(max_length=8)
    seats = models.PositiveIntegerField(null=True)
    seats_taken = models.PositiveIntegerField()
    issued_at = models.DateTimeField(null=True)
    updates_until = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        app_label, db_table, managed = "bare", "products_licence", False

    def __str__(self) -> str:
        return self.key_hint


application = get_wsgi_application()


def cpu_ms(times: int = 3000) -> float:
    """Median CPU milliseconds of one request, asked by Django's test client as the shop's pages are."""
    client, rounds = Client(), []
    for _ in range(5):
        started = time.process_time()
        for _ in range(times // 5):
            client.get("/")
        rounds.append((time.process_time() - started) * 1000 / (times // 5))
    return statistics.median(rounds)


if __name__ == "__main__":
    print(cpu_ms())

"""The yardstick: a Django view that answers a fixed page behind the default middleware, and nothing else."""

import statistics
import time

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

BODY = b"<!doctype html><title>bare</title>" + b"<p>x</p>" * 1200


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", view)]

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
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    )
    django.setup()
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

"""What a person sees who tries too often: 429, and when to come back."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PAUSE_SECONDS = 300


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to one try too many; the same whether or not the account exists or the password is right."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(PAUSE_SECONDS)
    return response

"""Trying too often: who is counted as one visitor, and what they see, 429 and when to come back."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.defaults import permission_denied
from django_ratelimit.exceptions import Ratelimited

PAUSE_SECONDS = 300


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to one try too many; the same whether or not the account exists or the password is right."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(PAUSE_SECONDS)
    return response


def visitor(request: HttpRequest) -> str:
    """The visitor's own address, not the proxy's: TRUSTED_PROXY_COUNT says how many are believed."""
    return get_adapter(request).get_client_ip(request)


def refused(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Every 403 of the shop passes here; what was only too often is said so."""
    if isinstance(exception, Ratelimited):
        return too_often(request)
    return permission_denied(request, exception)

"""Addresses that no link of the shop has: refused before a database or a disk could stumble over them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

LARGEST_KEY = 2**63 - 1
LONGEST_PART = 255  # bytes that a file name may have


class OddAddressMiddleware:
    """400 for the character that no database stores, 404 for numbers and names that none could hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise BadRequest("No path holds a NUL.")
        if any(len(part.encode()) > LONGEST_PART for part in request.path_info.split("/")):
            raise Http404
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]) -> None:
        """A number beyond every key is the number of nothing."""
        if any(isinstance(value, int) and value > LARGEST_KEY for value in kwargs.values()):
            raise Http404

"""Text is sent compressed; files and streams are left alone: their length and their parts stay true."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALL = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """Below the page cache, which keeps pages as they are sent. Django pads each answer at random, so
    that its length tells nothing of the tokens in it (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").startswith(SMALL)
        if response.streaming or not is_text or response.has_header("Content-Disposition"):
            return response
        return super().process_response(request, response)

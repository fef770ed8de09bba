"""One content security policy for the public site and one for the Wagtail admin."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import HEADER, CSPMiddleware
from django.conf import settings
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

STRIPE_PAGES = ["https://checkout.stripe.com", "https://billing.stripe.com", "https://connect.stripe.com"]

PUBLIC = {
    "default-src": [SELF],
    "img-src": [SELF, "data:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    # Browsers apply form-action to the redirect after a POST: the hosted payment pages must be named.
    "form-action": [SELF, *STRIPE_PAGES],
}
# Wagtail's widgets start from inline scripts in form HTML, so only the admin may run them.
ADMIN = {
    **PUBLIC,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
# Directive: the storage whose bucket it must name, and the setting that says that there is one.
BUCKETS = {"form-action": ("private", "S3_BUCKET"), "img-src": ("renditions", "S3_PUBLIC_BUCKET")}
EXTRA_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def with_buckets(policy: dict[str, list[str]]) -> dict[str, list[str]]:
    """The policy with the origins of the shop's own buckets: pictures lie there, downloads end there."""
    named = {
        directive: [*policy[directive], _origin(storage, getattr(settings, setting))]
        for directive, (storage, setting) in BUCKETS.items()
        if getattr(settings, setting)
    }
    return {**policy, **named} if named else policy


def with_style(request: HttpRequest, policy: dict[str, list[str]]) -> dict[str, list[str]]:
    """The policy with the one style that the page holds itself, by its digest (`cms.sheet.within`)."""
    digest = getattr(request, "inline_style", "")
    named = policy.get("style-src", policy["default-src"])
    if not digest or UNSAFE_INLINE in named:  # beside a digest a browser forgets "unsafe-inline"
        return policy
    return {**policy, "style-src": [*named, digest]}


@cache
def _origin(storage: str, bucket: str) -> str:
    """Where the storage's addresses lead, as it writes them itself; nothing is asked over the network."""
    parts = urlsplit(storages[storage].url("any"))
    return f"{parts.scheme}://{parts.netloc}"


def kept_strict(response: HttpResponse) -> HttpResponse:
    """The answer under the public policy: for a page below /admin/ that shows what people wrote."""
    response._is_strict = True  # type: ignore[attr-defined]
    return response


class ContentSecurityMiddleware(CSPMiddleware):
    """Choose the policy by path and add the headers Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if HEADER in response:  # a view knows its own: a file, an answer to a program
            return self._with_extras(response)
        is_admin = request.path_info.startswith("/admin/") and not hasattr(response, "_is_strict")
        policy = with_buckets(ADMIN if is_admin else PUBLIC)
        if hasattr(request, "inline_style"):  # whether the page holds its sheet hangs on these
            patch_vary_headers(response, ["Sec-Fetch-Site", "Sec-Purpose"])
        response._csp_config = with_style(request, policy)  # type: ignore[attr-defined]
        return super().process_response(request, self._with_extras(response))

    @staticmethod
    def _with_extras(response: HttpResponseBase) -> HttpResponseBase:
        for name, value in EXTRA_HEADERS.items():
            response.setdefault(name, value)  # type: ignore[attr-defined]
        return response

"""One content security policy for the public site and one for the Wagtail admin."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

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
EXTRA_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ContentSecurityMiddleware(CSPMiddleware):
    """Choose the policy by path and add the headers Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not hasattr(response, "_csp_config"):
            response._csp_config = ADMIN if request.path.startswith("/admin/") else PUBLIC  # type: ignore[attr-defined]
        for name, value in EXTRA_HEADERS.items():
            response.setdefault(name, value)  # type: ignore[attr-defined]
        return super().process_response(request, response)

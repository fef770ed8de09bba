"""A link to any page may carry a coupon: `?coupon=SPRING` is remembered, and the page opens without it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.ahead import is_ahead, not_yet
from orders import coupons
from orders.models.coupon import normalised
from orders.views.answers import SeeOther

NAME = "coupon"


class CouponLinkMiddleware:
    """Answers with a redirect, so that no page which is kept for everybody is ever made for one coupon."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A picture or a frame of another site does not speak for the visitor.
        is_visit = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        is_ours = request.method == "GET" and NAME in request.GET and is_visit
        if not is_ours or request.path_info.startswith("/admin/"):
            return self.get_response(request)
        if is_ahead(request):
            return not_yet()
        _hear(request, request.GET[NAME])
        query = request.GET.copy()
        del query[NAME]
        # Only the path: a second slash before it would name another host.
        path = "/" + request.path.lstrip("/")
        answer = SeeOther(f"{path}?{query.urlencode()}" if query else path)
        answer["Cache-Control"] = "no-store"
        return answer


def _hear(request: HttpRequest, code: str) -> None:
    try:
        coupons.remember(request, code)
    except coupons.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("The coupon “%(code)s” is kept for you: it counts in your cart and at the checkout.")
        messages.success(request, said % {"code": normalised(code)})

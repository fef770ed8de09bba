"""The shop's sign where browsers look for it unasked, and the visitor's choice of light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600


@cache_control(max_age=24 * 3600, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """The address that browsers try unasked, e.g. on pages without a head of ours."""
    return HttpResponseRedirect(static("favicon.svg"))


@csrf_exempt  # it changes a display preference of the asking browser only, and cached pages carry no token
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or, for anything else, the system's choice; then back to where it was asked."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in settings.THEMES:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme")
    return response

"""The second factor: whoever works in the admin shows one in this very session, whichever door they take."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.factors import has_factor, showed_factor
from accounts.roles import is_only_seller

GUARDED = "/admin/"
# Leaving is always allowed.
EXEMPT = ("/admin/logout/", "/admin/login/")


class TwoFactorMiddleware:
    """Stand before the admin, its API included; sellers pass, until they touch their payout details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_held_up(request):
            return self.get_response(request)
        if request.path_info.startswith("/admin/api/") or request.headers.get("X-Requested-With"):
            return JsonResponse({"detail": _("A second factor is needed.")}, status=403)
        return lead_to_factor(request)

    def _is_held_up(self, request: HttpRequest) -> bool:
        if not request.path_info.startswith(GUARDED) or request.path_info.startswith(EXEMPT):
            return False
        return is_needed_by(request) and not showed_factor(request)


def is_needed_by(request: HttpRequest) -> bool:
    """Whether this person may enter the admin and is more than a seller in it."""
    user = request.user
    if not settings.REQUIRE_TWO_FACTOR or not user.is_authenticated:
        return False
    return user.has_perm("wagtailadmin.access_admin") and not is_only_seller(user)


def lead_to_factor(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the factor, or to the one that sets the first up."""
    if has_factor(request.user):
        target = request.get_full_path() if request.method == "GET" else request.path
        return redirect(f"{reverse('account_confirm_factor')}?{urlencode({'next': target})}")
    messages.info(request, _("Your role needs a second factor. Set one up, then come back."))
    return redirect("mfa_index")

"""Fetch a file: the gate is asked, the fetch is counted, a short-lived signed link serves the bytes."""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from products.files.serving import serve
from products.kinds.download.models import DownloadPass
from products.models import Unavailable
from products.opening import for_holders, opened

SALT = "download"


@require_POST
@for_holders
def fetch(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Count one download and go to its signed link; 410 when the limit is used up.

    Only this counts: the link may be asked for again, in parts too, until it expires.
    """
    held = _pass(request, pk)
    file = get_object_or_404(held.files(), pk=file_pk)
    try:
        held.count(file)
    except Unavailable as refusal:
        return _refuse(request, held, str(refusal))
    signature = signing.dumps([held.pk, file.pk, request.user.pk], salt=SALT)
    return redirect(reverse("download_signed", args=[held.pk, file.pk, signature]))


@require_safe
@for_holders
def signed(request: HttpRequest, pk: int, file_pk: int, signature: str) -> HttpResponseBase:
    """The bytes, while the link is fresh and the right is in force."""
    held = _pass(request, pk)
    try:
        said = signing.loads(signature, salt=SALT, max_age=settings.DOWNLOAD_LINK_SECONDS)
    except signing.SignatureExpired:
        return _refuse(request, held, _("This link has expired. Your library makes a new one."))
    except signing.BadSignature as error:
        raise Http404 from error
    if said != [pk, file_pk, request.user.pk]:
        raise Http404
    return serve(request, get_object_or_404(held.files(), pk=file_pk))


def _pass(request: HttpRequest, pk: int) -> DownloadPass:
    held = opened(request, pk)
    if not isinstance(held, DownloadPass):
        raise Http404
    return held


def _refuse(request: HttpRequest, held: DownloadPass, reason: str) -> HttpResponse:
    context = {"reason": reason, "entitlement": held}
    return render(request, "products/kinds/download/used_up.html", context, status=410)

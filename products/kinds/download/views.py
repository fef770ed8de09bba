"""Fetch a file: the gate is asked, the fetch is counted, a short-lived signed link serves the bytes."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from products.kinds.download.models import DownloadFile, DownloadPass
from products.models import Unavailable
from products.views import opened

SALT = "download"


@require_POST
@login_required
def fetch(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Count one download and go to its signed link; 410 when the limit is used up."""
    held = _pass(request, pk)
    file = get_object_or_404(held.files(), pk=file_pk)
    try:
        held.count(file)
    except Unavailable as refusal:
        return render(request, "products/kinds/download/used_up.html", {"reason": str(refusal)}, status=410)
    signature = signing.dumps([held.pk, file.pk, request.user.pk], salt=SALT)
    return redirect(reverse("download_signed", args=[held.pk, file.pk, signature]))


def _pass(request: HttpRequest, pk: int) -> DownloadPass:
    held = opened(request, pk)
    if not isinstance(held, DownloadPass):
        raise Http404
    return held


@never_cache
@login_required
def signed(request: HttpRequest, pk: int, file_pk: int, signature: str) -> HttpResponse:
    """The bytes, while the link is fresh and the right is in force."""
    try:
        said = signing.loads(signature, salt=SALT, max_age=settings.DOWNLOAD_LINK_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    if said != [pk, file_pk, request.user.pk]:
        raise Http404
    file = get_object_or_404(_pass(request, pk).files(), pk=file_pk)
    return serve(file)


def serve(file: DownloadFile) -> HttpResponse:
    """The file as an attachment, from a place where no script of it can run."""
    response = FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = "application/octet-stream"
    return response

"""What a holder does with a licence in the library: fetch a version, save the file, release a device."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from products.files.serving import serve
from products.kinds.software import activating, offline
from products.kinds.software.checking import Row
from products.kinds.software.licence import Licence
from products.models import Unavailable
from products.opening import for_holders, opened


@require_safe
@for_holders
def fetch(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The bytes of a version that the licence includes."""
    file = _licence(request, pk).file(file_pk)
    if file is None:
        raise Http404
    return serve(request, file)


@require_safe
@for_holders
def signed_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The licence file, for a program that is never online. Not of a suspended or a floating one."""
    licence = _licence(request, pk)
    if licence.suspended_at or not licence.key_hash or licence.floats:
        raise Http404
    signed = offline.file_of(row_of(licence), "", timezone.now())
    response = HttpResponse(signed, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="licence-{licence.pk}.lic"'
    return response


@require_POST
@for_holders
def free_device(request: HttpRequest, pk: int, device_pk: int) -> HttpResponse:
    """Give the seat of one device back; once a day."""
    licence = _licence(request, pk)
    try:
        if not activating.free(licence, device_pk):
            raise Http404
        messages.success(request, _("The device is released: its seat is free."))
    except Unavailable as refusal:
        messages.warning(request, str(refusal))
    return redirect("library_item", pk)


def row_of(licence: Licence) -> Row:
    """What a licence file is written from."""
    return {name: getattr(licence, name) for name in offline.FACTS}


def _licence(request: HttpRequest, pk: int) -> Licence:
    held = opened(request, pk)
    if not isinstance(held, Licence):
        raise Http404
    return held

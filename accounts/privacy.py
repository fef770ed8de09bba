"""A person's data: taken along as a file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_ratelimit.decorators import ratelimit

from accounts import exports
from accounts.models import DataExport

EXPORTS_PER_PERSON = "5/d"


@login_required
@never_cache
@ratelimit(key="user", rate=EXPORTS_PER_PERSON, method="POST", block=True)
def data(request: HttpRequest) -> HttpResponse:
    """What the shop keeps about the person who asks: a button that makes a file of it, and where it is."""
    person: Any = request.user
    if request.method == "POST":
        exports.ask(person)
        messages.success(request, _("Your file is being made. We mail you when it is ready."))
        return redirect("data")
    return _page(request)


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    newest = DataExport.objects.filter(person=request.user.pk).first()
    context = {"export": newest, "days": settings.EXPORT_DAYS, **more}
    return render(request, "account/data.html", context, status=410 if more.get("is_gone") else 200)


@login_required
@never_cache
@require_safe
def fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, for the person it is about alone, who is told when it is gone; to others it is unknown."""
    row = get_object_or_404(DataExport, pk=pk, person=request.user.pk)
    if row.made_at is None:
        raise Http404
    if not row.is_ready or not row.storage.exists(row.file_name):
        return _page(request, is_gone=True)
    answer = FileResponse(row.storage.open(row.file_name), as_attachment=True, filename="your-data.zip")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

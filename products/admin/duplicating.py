"""Duplicate a listing: one question, then the copy's own editor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.copy import CopyView

from products.copying import duplicate


class DuplicateView(CopyView):
    """In place of Wagtail's form, which asks for addresses and subpages; its questions of rights are kept."""

    template_name = "products/admin/duplicate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response({"page": self.page, "view": self})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        copy = duplicate(self.page.specific, by=request.user)
        messages.success(
            request, _("“%(title)s” is a draft of its own now. Nobody sees it yet.") % {"title": copy.title}
        )
        return redirect("wagtailadmin_pages:edit", copy.pk)

"""A page begun from a ready-made body: an editor adapts the words instead of choosing block after block."""

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.create import CreateView

from accounts.explorer import StorePageViewSet
from home.models import ContentPage

LANDING = "landing"
LISTINGS = 3  # one row beside which nothing else is needed


def _item(value: Any) -> dict[str, Any]:
    """One entry of a list, as a stream keeps it."""
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def _questions(*questions: Any) -> list[dict[str, Any]]:
    answer = _("<p>Answer what people ask before they buy.</p>")
    return [_item({"question": question, "answer": answer}) for question in questions]


def landing() -> list[tuple[str, Any]]:
    """A hero, three listings to choose, two questions."""
    hero = {
        "heading": _("What this page is about"),
        "text": _("One or two sentences that make it worth reading on."),
    }
    listings = [_item(None) for _number in range(LISTINGS)]
    return [
        ("hero", hero),
        ("chosen", {"heading": _("Chosen for you"), "text": "", "listings": listings}),
        ("questions", _questions(_("How do I get what I bought?"), _("May I give it back?"))),
    ]


STARTERS = {LANDING: landing}


def fill(page: ContentPage, starter: str) -> None:
    """Lay the blocks of a starter into an unsaved page; an unknown name leaves it empty."""
    if starter in STARTERS:
        blocks = [_item(value) | {"type": name} for name, value in STARTERS[starter]()]
        page.body = json.dumps(blocks, cls=DjangoJSONEncoder)


def landing_url(parent: int | None) -> str:
    """Where a landing page is begun."""
    add = reverse("wagtailadmin_pages:add", args=["home", "contentpage", parent])
    return f"{add}?{urlencode({'starter': LANDING})}"


class BeginPage(CreateView):
    """The create view, filled from `?starter=`."""

    page: ContentPage

    def get(self, request: HttpRequest) -> HttpResponse:
        fill(self.page, request.GET.get("starter", ""))
        return super().get(request)


class ContentPageViewSet(StorePageViewSet):
    """Pages to read, begun from a starter where one is asked for."""

    model = ContentPage
    add_view_class = BeginPage

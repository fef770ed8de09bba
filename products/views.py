"""The library: what a person has."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail import hooks

from products.models import Entitlement
from products.opening import for_holders, opened
from products.presentation import ways_up
from products.reviewing import form_for, may_review
from products.shelf import Shelf, note_opened, put_away, with_news

PER_PAGE = 24


@login_required
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """Everything the person has or had, as searched, filtered and sorted."""
    shelf = Shelf(request.user, request.GET)
    page = Paginator(shelf.entitlements(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "products/library.html", {"shelf": shelf, "page": page, "things": with_news(page)})


@for_holders
def library_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing the person holds, as its kind shows it."""
    entitlement = opened(request, pk)
    note_opened(request.user, entitlement)
    person, listing_id = request.user, entitlement.listing_id
    may = person.is_authenticated and may_review(person, listing_id)
    context = {
        "entitlement": entitlement,
        "review_form": form_for(person, listing_id) if may else None,
        "links": [link for fn in hooks.get_hooks("library_links") for link in fn(entitlement)],
        "upgrades": ways_up([entitlement]) if _is_ones_own(person, entitlement) else [],
    }
    return render(request, entitlement.library_template, context)


def _is_ones_own(person: Any, entitlement: Entitlement) -> bool:
    """Not somebody else's that a pass opens; whoever is a guest learns what their account could do."""
    return not person.is_authenticated or entitlement.holder_id == person.pk


@require_POST
@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one thing away, or back on the shelf; it stays open either way."""
    away = request.POST.get("away") == "1"
    if not put_away(request.user, pk, away):
        raise Http404
    told = _("It is in your archive now.") if away else _("It is back in your library.")
    messages.success(request, told)
    return redirect("library")

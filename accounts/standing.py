"""A seller's side of verification: how the store stands, why, and the form that asks to be verified."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import ModelLogEntry

from accounts import appeals
from accounts.abilities import PAYOUTS
from accounts.gate import open_to_sellers
from accounts.models import Seller
from accounts.roles import sellers_of
from accounts.verification import MOVES, Forbidden, fire
from cms import countries


class PapersForm(countries.TaxIdForm, forms.ModelForm):
    """Who the business is, as registers know it."""

    name = forms.CharField(
        label=gettext_lazy("Legal name"),
        max_length=80,
        help_text=gettext_lazy("As on your register entry or your identity card. It stands on invoices."),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries.names)
    tax_id = forms.CharField(
        label=gettext_lazy("VAT or tax number"),
        max_length=40,
        help_text=gettext_lazy("We compare it with the public register of your country."),
    )

    class Meta:
        model = Seller
        fields = ("name", "country", "tax_id")


@open_to_sellers
def standing(request: HttpRequest) -> HttpResponse:
    """How the person's store stands; posting asks for verification."""
    seller, others = _chosen(request)
    may_ask = seller.state in MOVES["submit"].before
    form = PapersForm(request.POST or None, instance=seller) if may_ask else None
    if request.method == "POST" and form and form.is_valid() and _asked(request, form):
        return redirect(_address(seller))
    seller.refresh_from_db()  # a refused form has written what was typed into the object
    context = {
        "seller": seller,
        "others": others,
        "form": form,
        "words": MOVES["submit"].words,
        "decided": _decided(seller),
        "talk": seller.messages.all(),
        "longest": appeals.LONGEST,
    }
    return render(request, "accounts/admin/standing.html", context)


@open_to_sellers
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Write to the shop's staff: an appeal, a question, an answer."""
    seller, _others = _chosen(request)
    text = request.POST.get("text", "").strip()
    try:
        if text:
            appeals.write(seller, request.user, text, is_from_staff=False)
            messages.success(request, _("Your message is with us. We answer here, and a mail tells you."))
    except appeals.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(seller))


def _chosen(request: HttpRequest) -> tuple[Seller, list[Seller]]:
    """(the business that `?of=` names, or the first; the person's other ones). Http404 without any."""
    own = list(sellers_of(request.user, PAYOUTS).order_by("pk"))
    asked = request.GET.get("of", "")
    seller = next((one for one in own if not asked or str(one.pk) == asked), None)
    if seller is None:
        raise Http404
    return seller, [one for one in own if one.pk != seller.pk]


def _address(seller: Seller) -> str:
    return f"{reverse('seller_standing')}?of={seller.pk}"


def _decided(seller: Seller) -> list[dict[str, Any]]:
    """[{at, words, reason}] of what was decided, the newest first; by whom is the shop's own business."""
    moves = [move.action for move in MOVES.values()]
    entries = ModelLogEntry.objects.for_instance(seller).filter(action__in=moves).order_by("-timestamp")
    return [
        {"at": entry.timestamp, "words": entry.message, "reason": entry.data.get("reason", "")}
        for entry in entries[:20]
    ]


def _asked(request: HttpRequest, form: PapersForm) -> bool:
    seller = form.save(commit=False)
    try:
        with transaction.atomic():  # papers are exchanged with the move or not at all
            Seller.objects.filter(pk=seller.pk, state__in=MOVES["submit"].before).update(**form.cleaned_data)
            fire(seller, "submit", by=request.user)
    except Forbidden as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. We answer by mail, usually within two working days."))
    return True

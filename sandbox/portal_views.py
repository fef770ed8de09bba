"""The page of the billing portal: shows it and passes on what the customer does."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sandbox import cards, store, wording
from sandbox import portal as desk
from sandbox.errors import Declined, Refused
from sandbox.forms import CardForm
from sandbox.views import SeeOther, opened, test_cards


@never_cache
@require_http_methods(["GET", "POST"])
def portal(request: HttpRequest, key: str) -> HttpResponse:
    """A customer's card, subscriptions and invoices; 410 when the session has expired."""
    with opened("billing_portal.session", key) as session:
        if not desk.visit(session):
            return render(request, "sandbox/portal_expired.html", {"back": session["return_url"]}, status=410)
        form = CardForm(request.POST) if request.method == "POST" else CardForm()
        told = ""
        if request.method == "POST":
            try:
                if answer := act(request, session, form):
                    return answer
            except Refused as refusal:
                told = str(refusal)
        return render(request, "sandbox/portal.html", page_of(session, form, told))


def act(request: HttpRequest, session: dict, form: CardForm) -> HttpResponse | None:
    """Do what the customer asks for; None if no card is named. Raises Refused."""
    here = urlsplit(session["url"]).path
    for name, verb in (("leave", desk.leave), ("stay", desk.stay)):
        if key := request.POST.get(name):
            verb(session, key)
            return SeeOther(here)
    card = form.picked() if form.is_valid() else None
    if not card:
        form.add_error("number", _("That is not one of the test cards below."))
        return None
    return change_card(session, card, here)


def change_card(session: dict, card: cards.Card, here: str) -> HttpResponse:
    """Save another card: done, on to 3-D Secure, or back to the page, which tells why it was declined."""
    try:
        setup = desk.change_card(session, card)
    except Declined:
        return SeeOther(here)
    if setup["status"] == "requires_action":
        return redirect("sandbox:authenticate", setup["id"])
    return SeeOther(here)


def page_of(session: dict, form: CardForm, told: str) -> dict:
    """What the page shows."""
    features = desk.features(session)
    return {
        "session": session,
        "customer": store.get("customer", session["customer"]),
        "features": features,
        "method": desk.card_in_use(session),
        "subscriptions": [wording.subscription_of(one) for one in desk.subscriptions(session)],
        "invoices": desk.paid_invoices(session) if features["invoice_history"]["enabled"] else [],
        "form": form,
        "told": told or (desk.trouble_of(session) or {}).get("message", ""),
        **test_cards(),
    }

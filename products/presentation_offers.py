"""What the buy box shows of a listing's offers: options, price, facts, or why nothing can be bought."""

from collections.abc import Sequence
from typing import Any

from babel.numbers import get_currency_symbol
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.money import brief, major
from products.models import Card, Listing, Offer, Policy, Stock, apply_terms


def buy_box(listing: Listing, card: Card, wanted: str = "") -> dict[str, Any]:
    """The `offer` of components/buy_box.html. `wanted` is the id of the option to begin with."""
    offers = list(listing.offers.all())
    apply_terms(offers, card.featured, timezone.now())
    on_sale = [offer for offer in offers if offer.is_buyable]
    sold_out = sold_out_among(on_sale)
    left = [offer for offer in on_sale if offer.pk not in sold_out]
    shared = {
        "wish": listing.pk if card.is_public and listing.live else None,
        "facts": [{"icon": "check", "label": fact} for fact in listing.facts()[:4]]
        + _freedom(left)
        + _promises(listing),
        "seller_line": _("Sold by %(seller)s. Prices include taxes where they apply.")
        % {"seller": card.seller_name},
    }
    if not left:
        return {**shared, "unavailable": _unavailable(offers, on_sale, card)}
    first = next((offer for offer in left if str(offer.pk) == wanted), left[0])
    return {**shared, **_prices(on_sale, first, sold_out), **_buttons(left)}


def _freedom(offers: Sequence[Offer]) -> list[dict[str, str]]:
    lasts = any(offer.is_lasting for offer in offers)
    said = [{"icon": "refund", "label": _("Subscriptions can be cancelled any time")}] if lasts else []
    days = max((offer.trial_days or 0 for offer in offers), default=0)
    return [{"icon": "clock", "label": trial_words(days)}, *said] if days else said


def trial_words(days: int) -> str:
    """ "Free for 14 days, once for each person"."""
    words = ngettext(
        "Free for %(days)d day, once for each person", "Free for %(days)d days, once for each person", days
    )
    return words % {"days": days}


def _promises(listing: Listing) -> list[dict[str, str]]:
    """One line of each policy, leading to all of it further down the page."""
    icons = {Policy.Kind.REFUND: "refund", Policy.Kind.LICENCE: "file"}
    return [
        {"icon": icons[Policy.Kind(policy.kind)], "label": policy.summary, "url": "#policies"}
        for policy in listing.policies()
    ]


def sold_out_among(offers: Sequence[Offer]) -> set[int]:
    """Keys of the offers of which nothing is left. One query, none where nothing is scarce."""
    limited = {offer.pk: offer.stock for offer in offers if offer.stock is not None and offer.pk}
    if not limited:
        return set()
    taken = dict(Stock.objects.filter(pk__in=limited).values_list("pk", "taken"))
    return {pk for pk, stock in limited.items() if taken.get(pk, 0) >= stock}


def _unavailable(offers: Sequence[Offer], on_sale: Sequence[Offer], card: Card) -> dict[str, str]:
    """Why the box is empty, and where to go instead."""
    if on_sale:
        title, text = _("Sold out"), _("Everything that was for sale here is taken.")
    elif any(offer.is_active for offer in offers):
        title, text = _("Not priced yet"), _("The seller has not set a price so far. Look in again soon.")
    else:
        title, text = _("Not on sale right now"), _("The seller has paused the sale of this listing.")
    label = _("See all of %(seller)s") % {"seller": card.seller_name}
    return {"title": title, "text": text, "url": card.seller_url, "label": label}


def _prices(offers: Sequence[Offer], first: Offer, sold_out: set[int]) -> dict[str, Any]:
    """The large price, the options where there is a choice, the amount where the buyer names it."""
    one = len(offers) == 1
    shown = {
        "price_label": price_of(first) if one else "",
        "compare_at_label": brief(first.price_before) if one and first.price_before else "",
        "single": first.pk if one else "",
        "option_name": "offer",
        "options": [] if one else [_option(offer, first, sold_out) for offer in offers],
    }
    asked = next((offer for offer in (first, *offers) if offer.is_pay_what_you_want), None)
    if asked:
        shown["pay_what_you_want"] = _amount(asked)
    return shown


def _option(offer: Offer, first: Offer, sold_out: set[int]) -> dict[str, Any]:
    note = _("Sold out") if offer.pk in sold_out else ""
    if not note and offer.price_before:
        note = _("instead of %(price)s") % {"price": brief(offer.price_before)}
    if not note and offer.trial_days:
        days = {"days": offer.trial_days}
        note = ngettext("%(days)d day free", "%(days)d days free", offer.trial_days) % days
    return {
        "value": offer.pk,
        "label": offer.name,
        "note": note,
        "price_label": price_of(offer),
        "checked": offer is first,
        "disabled": offer.pk in sold_out,
    }


def _amount(offer: Offer) -> dict[str, Any]:
    least, suggested = offer.minimum or 0, offer.price or 0
    names = {"least": brief(least), "suggested": brief(suggested)}
    text = _("%(least)s or more; %(suggested)s is suggested.")
    if not least:
        text = _("Any amount; %(suggested)s is suggested.")
    return {
        "currency": get_currency_symbol(settings.SHOP_CURRENCY, locale="en"),
        "minimum_label": text % names,
        "suggested": major(suggested),
    }


def _buttons(offers: Sequence[Offer]) -> dict[str, str]:
    """Labels are verbs with their object; with a choice of options the price stands on the option."""
    one = offers[0] if len(offers) == 1 else None
    lasts = all(offer.is_lasting for offer in offers)
    if all(offer.is_free for offer in offers):
        label = _("Get it free")
    elif lasts and all(offer.trial_days for offer in offers):
        label = _("Try it free")
    elif lasts:
        label = _("Subscribe for %(price)s") % {"price": price_of(one)} if one else _("Subscribe")
    elif one and not one.is_pay_what_you_want:
        label = _("Buy now %(price)s") % {"price": price_of(one)}
    else:
        label = _("Buy now")
    gift = (
        {}
        if all(offer.is_free or offer.is_lasting for offer in offers)
        else {"gift_label": _("Give as a gift")}
    )
    return {
        **gift,
        "gift_name": "gift",
        "action": reverse("cart_add"),
        "primary_label": label,
        "primary_name": "buy_now",
        "primary_value": "1",
        "cart_label": "" if lasts else _("Add to cart"),  # paid for on its own
    }


def price_of(offer: Offer) -> str:
    """ "Free", "€29", "€5+", "€9 a month"."""
    if offer.is_free:
        return _("Free")
    price = f"{brief(offer.minimum or 0)}+" if offer.is_pay_what_you_want else brief(offer.price_now or 0)
    if offer.interval == Offer.Interval.MONTH:
        return _("%(price)s a month") % {"price": price}
    return _("%(price)s a year") % {"price": price} if offer.interval == Offer.Interval.YEAR else price

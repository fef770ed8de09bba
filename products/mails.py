"""The mails about goods and reviews: what each says, and what its words may name."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.discovery import modules_in
from cms.mailing import Mail, Topic, Variable
from products.models import Card, Review

PRICE_DROPS = Topic(
    "price_drops",
    gettext_lazy("Lower prices on your wish list"),
    gettext_lazy("One mail when something you wish for costs less than when you saved it."),
)
NEW_LISTINGS = Topic(
    "new_listings",
    gettext_lazy("New listings of stores you follow"),
    gettext_lazy("At most one mail a day, with everything new in it."),
)
TITLE = Variable("title", gettext_lazy("The title of the listing"), lambda c: c["listing"].title)


def _listing() -> SimpleNamespace:
    """What the mails read of a listing; a real one would want a place in the tree."""
    return SimpleNamespace(pk=1, title="Aster Serif", card=SimpleNamespace(seller_name=_("Alice's Fonts")))


def _given() -> dict[str, Any]:
    listing = _listing()
    return {
        "held": SimpleNamespace(offer_name=_("Personal licence")),
        "listing": listing,
        "seller": listing.card.seller_name,
        "words_of_seller": _("You won our little competition. Enjoy it!"),
    }


def _answered() -> dict[str, Any]:
    return {"listing": _listing(), "review": Review(reply=_("Thank you! The italics are on their way."))}


def _hidden() -> dict[str, Any]:
    return {"listing": _listing(), "review": Review(hidden_reason=_("It names a private person."))}


def _card(title: Any, price: int, url: str) -> Card:
    return Card(
        title=title, seller_name=_("Alice's Fonts"), from_price=price, url=f"/stores/alices-fonts/{url}/"
    )


def _dropped() -> dict[str, Any]:
    falls = [{"name": _("Personal licence"), "now": "€25", "before": "€29"}]
    return {"card": _card("Aster Serif", 2500, "aster-serif"), "falls": falls}


def _new() -> dict[str, Any]:
    cards = [_card("Aster Serif", 2900, "aster-serif"), _card("Aster Grotesk", 3400, "aster-grotesk")]
    return {"cards": cards, "more": 2, "stores": _("Alice's Fonts")}


MAILS: tuple[Mail, ...] = (
    Mail(
        "given",
        gettext_lazy("A gift"),
        gettext_lazy("To somebody whom a seller gave something by hand."),
        _given,
        subject=gettext_lazy("{{ store }} gives you {{ title }}"),
        heading=gettext_lazy("Something for you"),
        opening=gettext_lazy("{{ store }} gives you “{{ title }}” ({{ offer }}), free of charge."),
        variables=(
            TITLE,
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["seller"]),
            Variable("offer", gettext_lazy("Which offer it is"), lambda c: c["held"].offer_name),
        ),
    ),
    Mail(
        "review_answered",
        gettext_lazy("An answer to a review"),
        gettext_lazy("To the author of a review, when the seller answers it for the first time."),
        _answered,
        subject=gettext_lazy("An answer to your review of {{ title }}"),
        heading=gettext_lazy("An answer to your review"),
        opening=gettext_lazy("{{ store }} answered your review of “{{ title }}”:"),
        variables=(
            TITLE,
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["listing"].card.seller_name),
        ),
    ),
    Mail(
        "review_hidden",
        gettext_lazy("A review is hidden"),
        gettext_lazy("To the author of a review, when a moderator hides it."),
        _hidden,
        subject=gettext_lazy("Your review of {{ title }} is no longer shown"),
        heading=gettext_lazy("Your review is no longer shown"),
        variables=(TITLE,),
    ),
    Mail(
        "price_dropped",
        gettext_lazy("A lower price"),
        gettext_lazy("To somebody on whose wish list a listing is, when it costs less."),
        _dropped,
        subject=gettext_lazy("{{ title }} costs less now"),
        heading=gettext_lazy("A lower price on your wish list"),
        opening=gettext_lazy("“{{ title }}” by {{ store }} costs less than when you saved it:"),
        variables=(
            Variable("title", gettext_lazy("The title of the listing"), lambda c: c["card"].title),
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["card"].seller_name),
        ),
        topic=PRICE_DROPS,
    ),
    Mail(
        "new_listings",
        gettext_lazy("New listings"),
        gettext_lazy("To somebody who follows stores, when they publish something new; at most once a day."),
        _new,
        subject=gettext_lazy("New from {{ stores }}"),
        heading=gettext_lazy("New from {{ stores }}"),
        variables=(
            Variable(
                "stores",
                gettext_lazy("The name of the store, or of one and how many more"),
                lambda c: c["stores"],
            ),
        ),
        topic=NEW_LISTINGS,
    ),
)

# A kind in a folder may declare mails of its own.
MAILS += tuple(mail for module in modules_in("products.kinds", "mails") for mail in module.MAILS)

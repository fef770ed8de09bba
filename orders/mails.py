"""The mails of money: what each says, and what its words may name. Sums and links stand in the templates."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.mailing import Mail, Topic, Variable
from cms.money import show
from orders import subscription_mails
from orders.models import Gift, Item, Order, Refund

Context = Mapping[str, Any]


def _money_of(name: str) -> Any:
    return lambda context: show(context[name], context["order"].currency)


def _sold(context: Context) -> str:
    """The first title, and whether there was more."""
    first, *more = context["items"]
    return _("%(title)s and more") % {"title": first.title} if more else first.title


NUMBER = Variable("order_number", gettext_lazy("The number of the order"), lambda c: c["order"])
TOTAL = Variable(
    "total",
    gettext_lazy("What the whole order costs"),
    lambda c: show(c["order"].total, c["order"].currency),
)
WHAT = Variable("what", gettext_lazy("The first title that was bought, and whether there was more"), _sold)


def _order() -> Order:
    return Order(
        number="S-1042",
        email="guest@example.com",
        is_guest=True,
        currency=settings.SHOP_CURRENCY,
        total=4100,
        immediate_delivery_at=timezone.now(),
    )


def _item(title: str, amount: int) -> Item:
    words = {"offer_name": _("Personal licence"), "seller_name": _("Alice's Fonts")}
    return Item(title=title, amount=amount, fee=amount // 10, **words)


def _bought() -> dict[str, Any]:
    items = [_item("Aster Serif", 2900), _item(_("Letters in stone"), 1200)]
    presses = [(_("Download %s") % "aster-serif.zip", "get-1")]
    return {"order": _order(), "items": items, "gift": None, "presses": presses}


def _linked() -> dict[str, Any]:
    order = _order()
    return {"order": order, "url": f"{settings.SITE_URL}{order.get_absolute_url()}?key=sample"}


def _refunded() -> dict[str, Any]:
    item = _item("Aster Serif", 2900)
    item.refunded_amount = 2900
    refund = Refund(item=item, amount=2900, reason=_("The italics were missing."))
    return {"order": _order(), "item": item, "refund": refund}


def _sale() -> dict[str, Any]:
    return {
        **_bought(),
        "total": 4100,
        "share": 3690,
        "buyer": "g…@example.com",
        "country": _("Germany"),
        "path": reverse("orders:index"),
    }


def _gift() -> dict[str, Any]:
    given = {"giver_name": _("Grandma Ada"), "words": _("Happy birthday, and enjoy it!")}
    return {**_bought(), "gift": Gift(recipient="friend@example.com", **given)}


GIVER = Variable("giver", gettext_lazy("Who gives it, as they wrote it"), lambda c: c["gift"].giver_name)


def _left() -> dict[str, Any]:
    listing = SimpleNamespace(title="Aster Serif")
    offer = SimpleNamespace(name=_("Personal licence"), listing=listing)
    line = SimpleNamespace(offer=offer, amount=2900)
    return {"lines": [line], "url": f"{settings.SITE_URL}/cart/back/sample/"}


CARTS = Topic(
    "carts",
    gettext_lazy("What you left in the cart"),
    gettext_lazy("One reminder, a day later, if you did not buy it."),
)

MAILS = (
    Mail(
        "left_cart",
        gettext_lazy("A cart that was left"),
        gettext_lazy("Once, hours after somebody left a cart or did not pay, unless they bought meanwhile."),
        _left,
        subject=gettext_lazy("You left something in your cart"),
        heading=gettext_lazy("Still interested?"),
        opening=gettext_lazy("This is still in your cart at {{ shop_name }}:"),
        topic=CARTS,
    ),
    Mail(
        "receipt",
        gettext_lazy("Receipt"),
        gettext_lazy("To the buyer, as soon as an order is paid, and again when somebody asks for it."),
        _bought,
        subject=gettext_lazy("Your receipt {{ order_number }} from {{ shop_name }}"),
        heading=gettext_lazy("Thank you"),
        opening=gettext_lazy("Order {{ order_number }} is yours. Here is what you bought:"),
        variables=(NUMBER, TOTAL, WHAT),
    ),
    Mail(
        "receipt_link",
        gettext_lazy("A fresh link to a purchase"),
        gettext_lazy("To somebody who bought without an account and asks for the link again."),
        _linked,
        subject=gettext_lazy("A fresh link to your purchase {{ order_number }}"),
        heading=gettext_lazy("Your purchase, again"),
        variables=(NUMBER, TOTAL),
    ),
    Mail(
        "gift",
        gettext_lazy("A gift that somebody bought"),
        gettext_lazy("To the recipient of a gift, on the day that the giver has chosen."),
        _gift,
        subject=gettext_lazy("{{ giver }} gives you {{ what }}"),
        heading=gettext_lazy("A gift for you"),
        opening=gettext_lazy("{{ giver }} has a gift for you."),
        variables=(GIVER, WHAT),
    ),
    Mail(
        "gift_redeemed",
        gettext_lazy("A gift was redeemed"),
        gettext_lazy("To whoever gave it, as soon as somebody has redeemed it."),
        _gift,
        subject=gettext_lazy("Your gift was redeemed: {{ what }}"),
        heading=gettext_lazy("Your gift was redeemed"),
        opening=gettext_lazy("Whoever has your link for “{{ what }}” has redeemed it."),
        variables=(NUMBER, WHAT),
    ),
    Mail(
        "gift_yours",
        gettext_lazy("A gift is yours"),
        gettext_lazy("To whoever has redeemed a gift."),
        _gift,
        subject=gettext_lazy("Your gift from {{ giver }}: {{ what }}"),
        heading=gettext_lazy("It is yours"),
        opening=gettext_lazy("You have redeemed the gift from {{ giver }}. Here is what it was:"),
        variables=(GIVER, WHAT),
    ),
    Mail(
        "payment_failed",
        gettext_lazy("A payment did not arrive"),
        gettext_lazy("To the buyer, when the bank did not pay after all. The order has ended."),
        _bought,
        subject=gettext_lazy("Your payment for order {{ order_number }} did not arrive"),
        heading=gettext_lazy("Your payment did not arrive"),
        closing=gettext_lazy("If you still want it, order again and pay another way."),
        variables=(NUMBER, TOTAL, WHAT),
    ),
    Mail(
        "payment_returned",
        gettext_lazy("A late payment goes back"),
        gettext_lazy("To the buyer, when money came after the order had ended and goes back as a whole."),
        _bought,
        subject=gettext_lazy("Your payment for order {{ order_number }} goes back to you"),
        heading=gettext_lazy("Your payment goes back to you"),
        opening=gettext_lazy(
            "Your payment arrived after the order had ended, and what you wanted is no longer to be had."
            " We are sorry."
        ),
        variables=(NUMBER, TOTAL, WHAT),
    ),
    Mail(
        "refund",
        gettext_lazy("Refund"),
        gettext_lazy("To the buyer, when a refund is on its way back."),
        _refunded,
        subject=gettext_lazy("A refund for your order {{ order_number }}"),
        heading=gettext_lazy("A refund for you"),
        variables=(
            NUMBER,
            Variable("title", gettext_lazy("What the refund is for"), lambda c: c["item"].title),
            Variable(
                "amount",
                gettext_lazy("What goes back"),
                lambda c: show(c["refund"].amount, c["order"].currency),
            ),
        ),
    ),
    Mail(
        "sale",
        gettext_lazy("A sale"),
        gettext_lazy("To the people of a store who serve buyers, when somebody bought from it."),
        _sale,
        subject=gettext_lazy("Sold: {{ what }} for {{ amount }}"),
        heading=gettext_lazy("You sold for {{ amount }}"),
        opening=gettext_lazy("Somebody bought from you. Order {{ order_number }}:"),
        variables=(
            NUMBER,
            Variable("what", gettext_lazy("The first title sold, and whether there was more"), _sold),
            Variable("amount", gettext_lazy("What was paid to this store"), _money_of("total")),
            Variable("share", gettext_lazy("What of it is the store's"), _money_of("share")),
        ),
    ),
    *subscription_mails.MAILS,
)

"""The mails of subscriptions: what each says, and what its words may name."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.mailing import Mail, Variable
from cms.money import show
from orders.models import Item, Order, Subscription

Context = Mapping[str, Any]


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""


TITLE = Variable("title", gettext_lazy("What is subscribed to"), lambda c: c["plan"].title)
PRICE = Variable(
    "price", gettext_lazy("What is paid each time"), lambda c: show(c["plan"].amount, c["plan"].currency)
)
PAID_UNTIL = Variable(
    "paid_until", gettext_lazy("The last day that is paid for"), lambda c: _day(c["plan"].paid_until)
)
OPEN_UNTIL = Variable(
    "open_until", gettext_lazy("The day on which it closes"), lambda c: _day(c["plan"].opens_until)
)
PLAN = Variable("plan", gettext_lazy("The name of the plan"), lambda c: c["plan"].offer_name)
PER = Variable("per", gettext_lazy("“a month” or “a year”"), lambda c: c["plan"].per)
FREE_UNTIL = Variable(
    "free_until", gettext_lazy("The last day that costs nothing"), lambda c: _day(c["plan"].trial_until)
)
GOES_ON = Variable(
    "goes_on", gettext_lazy("The day on which it goes on"), lambda c: _day(c["plan"].goes_on_at)
)
ALL = (TITLE, PLAN, PRICE, PER, PAID_UNTIL, OPEN_UNTIL, FREE_UNTIL, GOES_ON)


def _plan() -> dict[str, Any]:
    plan = Subscription(
        pk=7,
        title="Aster Serif",
        offer_name=_("Every month"),
        amount=900,
        currency=settings.SHOP_CURRENCY,
        interval="month",
        paid_until=timezone.now() + timedelta(days=30),
        trial_until=timezone.now() + timedelta(days=14),
        goes_on_at=timezone.now() + timedelta(days=60),
    )
    return {"plan": plan, "path": plan.get_absolute_url()}


def _renewed() -> dict[str, Any]:
    order = Order(number="S-1043", email="guest@example.com", currency=settings.SHOP_CURRENCY, total=900)
    item = Item(title="Aster Serif", offer_name=_("Every month"), seller_name=_("Alice's Fonts"), amount=900)
    return {**_plan(), "order": order, "items": [item]}


def _mail(kind: str, title: Any, when: Any, **words: Any) -> Mail:
    return Mail(f"subscription_{kind}", title, when, _plan, variables=ALL, template="subscription", **words)


MAILS = (
    Mail(
        "renewed",
        gettext_lazy("Receipt of a renewal"),
        gettext_lazy("To the buyer, each time a subscription was paid for another period."),
        _renewed,
        subject=gettext_lazy("Your receipt for another period of {{ title }}"),
        heading=gettext_lazy("Paid until {{ paid_until }}"),
        opening=gettext_lazy("Your subscription goes on. You need not do anything."),
        variables=ALL,
    ),
    _mail(
        "trial",
        gettext_lazy("A trial began"),
        gettext_lazy("To the buyer, when they begin to try a subscription."),
        subject=gettext_lazy("Try {{ title }} until {{ free_until }}"),
        heading=gettext_lazy("It costs nothing until {{ free_until }}"),
        opening=gettext_lazy(
            "After that {{ price }} {{ per }} is charged, until you cancel. Cancel before {{ free_until }}"
            " on the page of the subscription, and nothing is charged at all."
        ),
    ),
    _mail(
        "trial_ends",
        gettext_lazy("A trial ends soon"),
        gettext_lazy("To the buyer, three days before the first payment."),
        subject=gettext_lazy("Your trial of {{ title }} ends on {{ free_until }}"),
        heading=gettext_lazy("The first payment is on {{ free_until }}"),
        opening=gettext_lazy(
            "{{ price }} {{ per }} is charged from then on, until you cancel. If you do not wish to keep"
            " {{ title }}, cancel before that day on the page of the subscription."
        ),
    ),
    _mail(
        "tried",
        gettext_lazy("A trial was refused"),
        gettext_lazy("To the buyer, when the address or the card has had a trial before."),
        subject=gettext_lazy("You have tried {{ title }} before"),
        heading=gettext_lazy("Nothing was charged"),
        opening=gettext_lazy(
            "Each person and each card can try {{ title }} once, and this has been done, so we have ended it."
            " You are welcome to subscribe without one."
        ),
    ),
    _mail(
        "changed",
        gettext_lazy("Another plan began"),
        gettext_lazy("To the buyer, when a change of the plan takes effect."),
        subject=gettext_lazy("Your plan for {{ title }} is now {{ plan }}"),
        heading=gettext_lazy("You have {{ plan }} now"),
        opening=gettext_lazy(
            "From now on {{ price }} {{ per }} is charged, until you change it again or cancel."
        ),
    ),
    _mail(
        "paused",
        gettext_lazy("A subscription was paused"),
        gettext_lazy("To the buyer, as the confirmation of a pause."),
        subject=gettext_lazy("{{ title }} is paused"),
        heading=gettext_lazy("Nothing is charged until {{ goes_on }}"),
        opening=gettext_lazy(
            "{{ title }} stays open until {{ paid_until }}, which you have paid for, and goes on by itself on"
            " {{ goes_on }}. On the page of the subscription you can go on earlier, or cancel."
        ),
    ),
    _mail(
        "past_due",
        gettext_lazy("A renewal was not paid"),
        gettext_lazy("To the buyer, when the card was declined for a further period."),
        subject=gettext_lazy("We could not renew {{ title }}"),
        heading=gettext_lazy("Your card was declined"),
        opening=gettext_lazy(
            "We could not take {{ price }} for {{ title }}. Nothing is lost: it stays open until"
            " {{ open_until }}, and we try again. Another card can be given on the page of the subscription."
        ),
    ),
    _mail(
        "last_call",
        gettext_lazy("A subscription ends soon, unpaid"),
        gettext_lazy("To the buyer, two days before the time to pay a failed renewal is over."),
        subject=gettext_lazy("{{ title }} ends on {{ open_until }}"),
        heading=gettext_lazy("Two days left to renew"),
        opening=gettext_lazy(
            "{{ price }} for {{ title }} is still not paid. If you wish to keep it, give a card that works"
            " before {{ open_until }}. If not, there is nothing to do: nothing more is charged after that."
        ),
    ),
    _mail(
        "cancelled",
        gettext_lazy("A subscription was cancelled"),
        gettext_lazy("To the buyer, as the confirmation of their cancellation."),
        subject=gettext_lazy("You have cancelled {{ title }}"),
        heading=gettext_lazy("Your cancellation is confirmed"),
        opening=gettext_lazy(
            "{{ title }} stays open until {{ paid_until }} and ends then. Nothing more is charged."
            " Until that day you can change your mind on the page of the subscription."
        ),
    ),
    _mail(
        "resumed",
        gettext_lazy("A cancelled subscription goes on"),
        gettext_lazy("To the buyer, when they took their cancellation back."),
        subject=gettext_lazy("{{ title }} goes on"),
        heading=gettext_lazy("Your subscription goes on"),
        opening=gettext_lazy(
            "{{ title }} is not cancelled any more. {{ price }} is next due on {{ paid_until }}."
        ),
    ),
    _mail(
        "ended",
        gettext_lazy("A subscription has ended"),
        gettext_lazy("To the buyer, when it is over: cancelled, unpaid, or ended by us."),
        subject=gettext_lazy("{{ title }} has ended"),
        heading=gettext_lazy("Your subscription has ended"),
        opening=gettext_lazy("Your subscription to {{ title }} is over, and nothing more is charged."),
        closing=gettext_lazy("You are welcome back at any time."),
    ),
)

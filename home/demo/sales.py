"""Orders and reviews: buyers go through cart, checkout and payment page, then say what they think."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cms.money import major
from home.demo import people
from home.demo.days import days_ago
from home.demo.goods import words
from orders import checkout, gifts, refunds
from orders.models import Coupon, Gift, Order, Suggestion
from products import opinions, reviewing
from products.models import Entitlement, Listing, Offer, Review

CARD = "4242424242424242"
TOTAL = re.compile(r'name="seen_total" value="(\d+)"')
WORDING = re.compile(r'name="terms_version" value="([^"]*)"')


class Unsold(Exception):
    """A step of a demo purchase was not answered as expected."""


def sell() -> None:
    """Make the orders that are missing; nothing where real money would move."""
    if not settings.STRIPE_SANDBOX:
        return
    for told in words("sales")["coupon"]:
        _make_coupon(**told)
    for told in words("sales")["suggestion"]:
        _suggest(**told)
    for number, told in enumerate(words("sales")["order"], 1):
        buyer = people.find(told["buyer"])
        order = _bought(buyer, told) or buy(buyer, told, number)
        if told.get("refunded"):
            with days_ago(bought_days_ago(told)):
                _refund(order, told["refunded"])
        _review(buyer, told)
        if told.get("redeemed_by"):
            _redeem(order, people.find(told["redeemed_by"]))
    talk()


def _make_coupon(code: str, store: str = "", **told: Any) -> None:
    """A coupon that an earlier run has made stays as it is."""
    seller = Listing.objects.get(slug=store).card.seller if store else None
    if not Coupon.objects.coded(code).exists():
        Coupon.objects.create(code=code, seller=seller, **told)


def _suggest(listing: str, offer: str, **told: Any) -> None:
    beside = Listing.objects.get(slug=listing)
    given = {**told, "seller": beside.card.seller, "offer": _offer(offer)}
    Suggestion.objects.get_or_create(listing=beside, defaults=given)


def talk() -> None:
    """Sellers answer some of the reviews, and one is reported; what was said before is left as it is."""
    for told in words("sales")["answer"]:
        review = _said(told).select_related("listing__card__seller__owner").first()
        if review and not review.reply:
            opinions.answer(review, told["words"], review.listing.card.seller.owner)
    for told in words("sales")["report"]:
        for review in _said(told):
            opinions.report(review, people.find(told["by"]), told["reason"], told["note"])


def _said(told: dict[str, Any]) -> QuerySet[Review]:
    return Review.objects.filter(listing__slug=told["listing"], author=people.find(told["author"]))


def bought_days_ago(told: dict[str, Any]) -> int:
    """Two days before the first review that was written of it, unless the words say when."""
    return told.get("days", max((review[2] + 2 for review in told.get("reviews", [])), default=0))


def _bought(buyer: User, told: dict[str, Any]) -> Order | None:
    """The order an earlier run has made."""
    first = told["goods"][0].partition(":")[0]
    return Order.objects.bought_by(buyer).paid().filter(items__listing__slug=first).first()


def buy(buyer: User, told: dict[str, Any], number: int) -> Order:
    """Cart, checkout, payment page and back, as the buyer's browser would."""
    client = _browser(number)
    client.force_login(buyer, backend=settings.AUTHENTICATION_BACKENDS[0])
    offers = [_offer(name) for name in told["goods"]]
    for offer in offers:
        client.post(reverse("cart_add"), {"offer": offer.pk, "amount": _amount(offer)})
    if "coupon" in told:
        client.post(reverse("cart_coupon"), {"coupon": told["coupon"], "coupon_is": "typed"})
    form = client.get(reverse("checkout")).content.decode()
    total = int(TOTAL.findall(form)[0])
    said = {"country": told["country"], "immediate": "on", "seen_total": total}
    if "gift" in told:
        said |= {"gift": "on", **told["gift"]}
    read = WORDING.search(form)
    page = _next(client.post(reverse("checkout"), {**said, "terms_version": read[1] if read else ""}))
    with days_ago(bought_days_ago(told)):
        if total:
            client.get(_next(client.post(page, {"email": buyer.email, "number": CARD})))
        order = Order.objects.bought_by(buyer).latest("pk")
        if order.state != Order.State.PAID and not checkout.settle(order):
            raise Unsold(f"Order {order.pk} of {buyer.email} was not paid.")
        order.refresh_from_db()
        Order.objects.filter(pk=order.pk).update(
            created_at=order.paid_at, terms_accepted_at=order.paid_at, immediate_delivery_at=order.paid_at
        )
        held = Entitlement.objects.non_polymorphic().filter(items__order=order)
        held.update(created_at=order.paid_at)
    return order


def _browser(number: int) -> Client:
    """A browser at an address of its own, so that nobody takes the demo for a flood of orders."""
    site = urlsplit(settings.SITE_URL)
    return Client(headers={"host": site.netloc}, REMOTE_ADDR=f"127.0.9.{number}")


def _next(answer: Any) -> str:
    """Where an answer leads, as a path."""
    if "Location" not in answer:
        raise Unsold(f"{answer.status_code} instead of a redirect: {answer.content.decode()[:2000]}")
    to = urlsplit(answer["Location"])
    return f"{to.path}?{to.query}" if to.query else to.path


def _offer(name: str) -> Offer:
    slug, _colon, number = name.partition(":")
    return list(Offer.objects.filter(listing__slug=slug).order_by("sort_order"))[int(number or 0)]


def _amount(offer: Offer) -> str:
    return str(major(offer.price)) if offer.is_pay_what_you_want and offer.price else ""


def _review(buyer: User, told: dict[str, Any]) -> None:
    for slug, stars, days, text in told.get("reviews", []):
        listing = Listing.objects.get(slug=slug)
        written = Review.objects.filter(listing=listing, author=buyer)
        if written.exists() or not reviewing.may_review(buyer, listing.pk):
            continue
        name = f"{buyer.first_name} {buyer.last_name[0]}."
        form = reviewing.form_for(buyer, listing.pk, {"stars": stars, "text": text, "author_name": name})
        if not form.is_valid():
            raise Unsold(f"{slug}: {form.errors.as_text()}")
        reviewing.publish(form, buyer, listing.pk)
        written.update(created_at=timezone.now() - timedelta(days=days))


def _redeem(order: Order, friend: User) -> None:
    for gift in Gift.objects.select_related("order").filter(order=order, redeemed_at=None):
        gifts.redeem(gift, friend)


def _refund(order: Order, reason: str) -> None:
    item = order.items.get()
    if not item.refunded_amount:
        refunds.ask(item, item.amount, reason, by=people.find("admin"))

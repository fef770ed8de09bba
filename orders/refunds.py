"""Give money back: reserve the amount, ask Stripe, and mirror the sale in the ledger when it is done."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.money import show, split
from cms.queue import soon
from orders import gateway, subscribing, upgrading
from orders.models import Item, JournalEntry, Order, Posting, Refund, Subscription
from orders.models.ledger import Line
from products import delivery
from products.models import Entitlement

log = logging.getLogger(__name__)

State = Refund.State
Account = Posting.Account


class CannotRefund(Exception):
    """The refund is not possible; the message is fit to show the person who asked."""


def ask(item: Item, amount: int, reason: str, by: Any) -> Refund:
    """Reserve an amount (minor units) of an item and have it refunded soon after commit.

    Raises CannotRefund for an unpaid order, less than one minor unit, or more than is left; the database
    decides a race, so the refunds of an item never pass what was paid.
    """
    if amount < 1:
        raise CannotRefund(_("Refund at least %s.") % show(1, item.order.currency))
    with transaction.atomic():
        _reserve(item, amount)
        refund = Refund.objects.create(item=item, amount=amount, reason=reason[:200], asked_by=by)
        soon("orders.tasks.send_refund", refund.pk)
    return refund


def _reserve(item: Item, amount: int) -> None:
    """paid − refunded shrinks, or CannotRefund."""
    is_paid = Order.objects.paid().filter(pk=item.order_id).exists()
    # Conditions on the item's own row only: those that need a join are not asked again after a wait.
    rows = Item.objects.filter(pk=item.pk, refunded_amount__lte=F("amount") - amount)
    if not is_paid or not rows.update(refunded_amount=F("refunded_amount") + amount):
        item.refresh_from_db()
        left = show(item.refundable, item.order.currency)
        raise CannotRefund(_("That is more than can be refunded: %s is left.") % left)


def send(pk: int) -> bool:
    """Send a refund to Stripe; the key made from the row lets a repeated call find the first one's refund.

    True when Stripe took it. Raises GatewayTrouble: the row waits for the next pass.
    """
    refund = Refund.objects.unsent().select_related("item__order").filter(pk=pk).first()
    if refund is None:
        return False
    try:
        said = gateway.send_refund(refund)
    except gateway.GatewayRefusal as refusal:
        _fail(refund, str(refusal))
        return False
    learn(refund, said)
    return True


def learn(refund: Refund, said: gateway.StripeRefund) -> None:
    """Bring a refund up to what Stripe says of it; forward only, safe to repeat."""
    Refund.objects.filter(pk=refund.pk, stripe_id="").update(stripe_id=said.id)
    if said.is_done:
        _finish(refund)
    elif said.has_failed:
        _fail(refund, _("The buyer's bank did not take the money."))


def _finish(refund: Refund) -> None:
    """asked → done with mirror postings; a fully refunded item ends the right. One transaction, once.

    The right is locked before the item, for the refund of one item may end what others have made of it.
    """
    with transaction.atomic():
        rights = Entitlement.objects.non_polymorphic().select_for_update(of=("self",))
        rights.get(pk=refund.item.entitlement_id)
        item = Item.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.item_id)
        before = given_back(item)
        won = Refund.objects.filter(pk=refund.pk, state=State.ASKED)
        if not won.update(state=State.DONE, done_at=timezone.now()):
            return
        lines = mirror_lines(item, before, refund.amount)
        JournalEntry.post(JournalEntry.Kind.REFUND, f"refund-{refund.pk}", item.order, lines)
        if before + refund.amount == item.amount:
            _end_right(item)
            _refund_later(item, refund)
        soon("orders.tasks.tell_of_refund", refund.pk)


def _end_right(item: Item) -> None:
    """The whole amount went back. Of a subscription only the latest period ends what it opens.

    Of an upgrade what it replaced comes back.
    """
    later = Item.objects.filter(
        entitlement=item.entitlement_id, pk__gt=item.pk, order__state=Order.State.PAID, upgraded_from=""
    )
    if item.is_upgrade or later.exists():
        return
    plan = subscribing.of(item.entitlement_id)
    if plan:
        subscribing.ask_to_stop(plan.pk, Subscription.Why.REFUNDED)
    delivery.withdraw(item.entitlement, reason=Entitlement.EndReason.REFUNDED)


def _refund_later(item: Item, refund: Refund) -> None:
    """What was built on a refunded item falls with it, and its money goes back as well."""
    for fallen in upgrading.undo(item, timezone.now()):
        locked = Item.objects.select_for_update(of=("self",)).select_related("order").get(pk=fallen.pk)
        if locked.refundable:
            ask(locked, locked.refundable, refund.reason, refund.asked_by)


def given_back(item: Item) -> int:
    """What refunds of the item have been posted, in minor units; a posted one stays posted."""
    return item.refunds.exclude(done_at=None).aggregate(sum=Sum("amount"))["sum"] or 0


def mirror_lines(item: Item, before: int, amount: int) -> list[Line]:
    """The postings that give `amount` back after `before`: what the fee and the seller's share lose.

    Each share follows the running total (largest remainder), so all refunds of an item together mirror its
    sale to the last unit, however they were cut.
    """
    shares = (item.fee, item.seller_share)
    ours = _by_shop(item, before + amount) - _by_shop(item, before)
    undone = before + _by_shop(item, before)
    fee = split(undone + amount + ours, shares)[0] - split(undone, shares)[0]
    return [
        Line(Account.STRIPE, -amount, item_id=item.pk),
        Line(Account.FEE, fee, item_id=item.pk),
        Line(Account.SELLER, amount + ours - fee, item.seller_id, item.pk),
        Line(Account.COUPON, -ours, item_id=item.pk),
    ]


def _by_shop(item: Item, given: int) -> int:
    """What the shop's coupon had added to a part of the payment; all of it to the whole."""
    return item.discount_by_shop * given // item.amount


def _fail(refund: Refund, words: str) -> None:
    """A refund did not reach the buyer.

    Never done: the amount is free again. Done before: the sale stays undone, and the ledger says that we hold
    money of the buyer, which a person must send by another way.
    """
    words = words[:200]
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.item_id)
        mine = Refund.objects.filter(pk=refund.pk)
        if mine.filter(state=State.ASKED).update(state=State.FAILED, problem=words):
            Item.objects.filter(pk=item.pk).update(refunded_amount=F("refunded_amount") - refund.amount)
        elif mine.filter(state=State.DONE).update(state=State.FAILED, problem=words):
            lines = [
                Line(Account.STRIPE, refund.amount, item_id=item.pk),
                Line(Account.BUYER, -refund.amount, item_id=item.pk),
            ]
            source = f"refund-lost-{refund.pk}"
            JournalEntry.post(JournalEntry.Kind.REFUND_FAILED, source, item.order, lines)
        else:
            return
        problem = _("Refund %(pk)s failed: %(words)s") % {"pk": refund.pk, "words": words}
        Order.objects.filter(pk=item.order_id).update(problem=problem[:200])
    log.error("refund.failed", extra={"refund": refund.pk, "order": item.order_id})


def hear(said: gateway.StripeRefund) -> bool:
    """Bring our rows up to a refund at Stripe, whoever made it. False when it is of no order of ours."""
    if said.ours:
        own = Refund.objects.filter(pk=said.ours, item__order__payment_intent=said.payment_intent).first()
        if own:
            learn(own, said)
            return True
    order = Order.objects.filter(payment_intent=said.payment_intent).first()
    if order is None or not said.payment_intent:
        return False
    if said.is_late:
        _hear_of_return(order, said)
    elif not said.has_failed or Refund.objects.filter(stripe_id=said.id).exists():
        _record(order, said)
    return True


def _hear_of_return(order: Order, said: gateway.StripeRefund) -> None:
    Order.objects.owed_back().filter(pk=order.pk).update(late_refund_id=said.id)
    if said.has_failed:
        words = "The refund of a late payment failed: send the money by another way."
        Order.objects.filter(pk=order.pk).update(problem=words)
        log.error("order.return_failed", extra={"order": order.pk})


def _record(order: Order, said: gateway.StripeRefund) -> None:
    """A refund made in Stripe's dashboard: shared among the order's items by what is left of each."""
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        if not Refund.objects.filter(stripe_id=said.id).exists():
            _make_rows(locked, said)
    for refund in Refund.objects.filter(stripe_id=said.id):
        learn(refund, said)


def _make_rows(order: Order, said: gateway.StripeRefund) -> None:
    items = list(order.items.select_for_update().order_by("pk"))
    left = sum(item.refundable for item in items)
    amount = min(said.amount, left)
    if amount < said.amount:
        words = f"Stripe refunded {said.amount}, but only {left} was left to refund."
        Order.objects.filter(pk=order.pk).update(problem=words)
        log.error("refund.more_than_left", extra={"order": order.pk, "refund": said.id})
    for item, part in zip(items, split(amount, [item.refundable for item in items]), strict=True):
        if part:
            _reserve(item, part)
            Refund.objects.create(item=item, amount=part, reason=_("Made at Stripe"), stripe_id=said.id)

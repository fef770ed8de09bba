"""A till for subscriptions: sell one, let Stripe's months pass, decline its card."""

from orders.gateway import client
from orders.models import Order, Posting, Subscription
from sandbox import clock

DAY = 24 * 3600
MONTH = 32 * DAY  # at the end of it one renewal has come, and not two


def subscribe(till, person, offer):
    """A paid first period."""
    order = till.sell(person, offer)
    return Subscription.objects.get(orders=order)


def after(till, seconds, **how):
    """Let Stripe's clock run on, and hear what it says."""
    with clock.travelled(seconds):
        till.hear(**how)


def card_becomes(plan, token):
    """Another card pays from now on."""
    client().v1.subscriptions.update(plan.stripe_id, {"default_payment_method": token})


def sums():
    """{account: sum} of the whole ledger."""
    found = {}
    for posting in Posting.objects.all():
        found[posting.account] = found.get(posting.account, 0) + posting.amount
    return found


def totals():
    """Of the paid orders, in their order."""
    return list(Order.objects.paid().order_by("pk").values_list("total", flat=True))


def at_stripe(plan):
    """The subscription as Stripe has it now."""
    return client().v1.subscriptions.retrieve(plan.stripe_id)


def subjects(mailoutbox):
    return [mail.subject for mail in mailoutbox]

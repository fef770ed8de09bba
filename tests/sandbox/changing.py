"""Changes of a subscription's plan, and what is billed for them."""

import stripe


def item_of(subscription):
    """The only item of a subscription."""
    return subscription["items"].data[0]


def halfway(subscription):
    """The middle of the current period, in unix time."""
    item = item_of(subscription)
    return (item.current_period_start + item.current_period_end) // 2


def change(subscription, price, **more):
    """Change the only item to a price; by default half of the period is over."""
    given = {"proration_date": halfway(subscription), **more}
    items = [{"id": item_of(subscription).id, "price": price}]
    return stripe.Subscription.modify(subscription.id, items=items, **given)


def told(invoice):
    """Amount, whether it is a proration, and the first words of each line."""
    return [
        (line.amount, line.parent.subscription_item_details.proration, line.description[:9])
        for line in invoice.lines.data
    ]


def latest(subscription):
    """The newest invoice of a subscription."""
    return stripe.Invoice.list(subscription=subscription.id).data[0]

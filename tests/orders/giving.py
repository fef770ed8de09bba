"""Gifts to test with: bought at the checkout by a guest or a member, paid, and ready to be redeemed."""

from orders.models import Gift
from tests.orders.buying import pay, place

FRIEND = "friend@example.org"
WORDS = {"gift": "on", "giver_name": "Grandma Ada", "words": "Happy birthday!\nEnjoy it."}


def give(client, listing, commits, **more):
    """A paid gift of the listing's first offer, mailed to a friend at once unless `more` says otherwise."""
    order = place(client, listing, **{**WORDS, "recipient": FRIEND, **more})
    with commits(execute=True):
        pay(client, order, commits)
    return Gift.objects.get(order=order)


def path_of(gift):
    gift.refresh_from_db()
    return gift.get_absolute_url()


def take(client, gift, commits, **more):
    """Redeem it in this browser; guests say an address."""
    with commits(execute=True):
        return client.post(path_of(gift), {"email": FRIEND, **more})

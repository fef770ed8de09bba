"""A till: place an order, pay it on the sandbox's page, hear Stripe's events, let a minute pass."""

import pytest
import stripe
from django.test import Client, TestCase
from django.urls import reverse

from orders import checkout, periodic, trials
from orders.models import Order
from orders.pricing import Wish, quote
from products.kinds.software.models import Software
from products.models import Offer
from sandbox import delivery as stripe_events
from sandbox.transport import SandboxTransport
from tests import database
from tests.cast import alice_herself, alices_store, bob_himself, publish_download
from tests.orders.buying import pay, place
from tests.orders.subscribing import subscribe
from tests.orders.upgrading import edition, publish_editions, up

PACK = "Sounds of the month"
GOOD, DECLINED = "4242424242424242", "4000000000000002"


class Till:
    """What happens to an order, step by step, with everything that follows a commit."""

    def __init__(self, client, commits):
        self.client, self.commits = client, commits

    def place(self, person, *offers, coupon=None):
        """A placed order of offers or wishes, with its payment page open."""
        buyer = checkout.Buyer(person, person.email, "DE")
        wishes = [one if isinstance(one, Wish) else Wish(one.pk) for one in offers]
        with self.commits(execute=True):
            priced = trials.offered(quote(wishes, coupon), person)
            order = checkout.start(priced, buyer)
            if order.total or order.subscription:
                checkout.payment_page(order)
        return order

    def pay(self, order, **how):
        """Press pay on the page; `number=` another card, `bank="succeeds"` or "fails" for a bank debit."""
        page = reverse("sandbox:checkout", args=[order.session_id])
        with self.commits(execute=True):
            return self.client.post(page, {"email": order.email, **(how or {"number": GOOD})})

    def hear(self, **how):
        """Let Stripe's events arrive; `duplicate` and `shuffle` as sandbox.delivery.drain has them."""
        with self.commits(execute=True):
            return stripe_events.drain(self.client, **how)

    def minute(self):
        """One pass of the periodic work."""
        with self.commits(execute=True):
            return periodic.every_minute()

    def sell(self, person, *offers):
        """A paid order."""
        order = self.place(person, *offers)
        self.pay(order)
        self.hear()
        order.refresh_from_db()
        assert order.state == Order.State.PAID
        return order


@pytest.fixture
def till(client, django_capture_on_commit_callbacks):
    return Till(client, django_capture_on_commit_callbacks)


def till_alone():
    """The till of what is kept for all tests: nobody is signed in at it."""
    return Till(Client(), TestCase.captureOnCommitCallbacks)


@pytest.fixture
def offer(listing):
    return listing.offers.get()


@pytest.fixture
def stripe_is(monkeypatch):
    """Make Stripe unreachable: "down" before it hears us, "mute" after it did, "up" again."""
    asked = SandboxTransport.request

    def become(how):
        def request(self, *args, **kwargs):
            if how == "mute":
                asked(self, *args, **kwargs)
            raise stripe.APIConnectionError("No answer.")

        monkeypatch.setattr(SandboxTransport, "request", asked if how == "up" else request)

    return become


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def guest_order(client, listing, commits):
    """Paid by a guest in `client`."""
    return pay(client, place(client, listing), commits)


@database.kept(on="store")
def pack():
    """A listing at 9.00 euro a month."""
    return publish_download(alices_store(alice_herself()), PACK, 900, interval="month")


@pytest.fixture
def monthly(pack):
    return pack.offers.get()


@database.kept(on="pack")
def plan():
    """Bob's subscription, its first month paid."""
    return subscribe(till_alone(), bob_himself(), Offer.objects.get(listing__title=PACK))


@database.kept(on="store")
def program():
    """Software whose editions lead from one to the next."""
    return publish_editions(alices_store(alice_herself()))


@database.kept(on="program")
def personal():
    """Bob's first purchase, for 30.00."""
    return till_alone().sell(bob_himself(), edition(Software.objects.get(), "Personal"))


@database.kept(on="personal")
def team():
    """Bob's upgrade, for 60.00."""
    return _upgraded("Team")


@database.kept(on="team")
def studio():
    """Bob's upgrade of the upgrade, for 60.00."""
    return _upgraded("Studio")


def _upgraded(name):
    bob = bob_himself()
    return till_alone().sell(bob, up(Software.objects.get(), name, bob))

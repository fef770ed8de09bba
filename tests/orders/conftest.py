"""A till: place an order, pay it on the sandbox's page, hear Stripe's events, let a minute pass."""

import pytest
import stripe
from django.urls import reverse

from orders import checkout, periodic, trials
from orders.models import Order
from orders.pricing import Wish, quote
from sandbox import delivery as stripe_events
from sandbox.transport import SandboxTransport
from tests.conftest import publish_download
from tests.orders.buying import pay, place
from tests.orders.subscribing import subscribe
from tests.orders.upgrading import edition, publish_editions, up

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


@pytest.fixture
def pack(store):
    """A listing at 9.00 euro a month."""
    return publish_download(store, "Sounds of the month", 900, interval="month")


@pytest.fixture
def monthly(pack):
    return pack.offers.get()


@pytest.fixture
def plan(till, bob, monthly):
    """Bob's subscription, its first month paid."""
    return subscribe(till, bob, monthly)


@pytest.fixture
def program(store):
    return publish_editions(store)


@pytest.fixture
def personal(till, bob, program):
    """Bob's first purchase, for 30.00."""
    return till.sell(bob, edition(program, "Personal"))


@pytest.fixture
def team(till, bob, program, personal):
    """Bob's upgrade, for 60.00."""
    return till.sell(bob, up(program, "Team", bob))


@pytest.fixture
def studio(till, bob, program, team):
    """Bob's upgrade of the upgrade, for 60.00."""
    return till.sell(bob, up(program, "Studio", bob))

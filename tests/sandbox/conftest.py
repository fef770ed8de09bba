"""Things that most tests of the sandbox begin with."""

import pytest
import stripe

from sandbox import transport


@pytest.fixture(autouse=True)
def sandbox(db, settings):
    """The SDK talks to a strict sandbox with no automatic retries."""
    settings.STRIPE_SANDBOX_STRICT = True
    settings.STRIPE_SANDBOX_THREAD = False
    transport.install()
    stripe.api_key = settings.STRIPE_SECRET_KEY
    stripe.max_network_retries = 0


@pytest.fixture
def open_session():
    """Open a checkout session for one 25.00 euro logo; keyword arguments are further parameters."""

    def open_it(**more):
        item = {"currency": "eur", "unit_amount": 2500, "product_data": {"name": "Logo"}}
        defaults = {
            "mode": "payment",
            "line_items": [{"price_data": item, "quantity": 1}],
            "success_url": "http://testserver/thanks?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://testserver/cart",
        }
        return stripe.checkout.Session.create(**{**defaults, **more})

    return open_it


@pytest.fixture
def pay(client):
    """Press a button on a session's hosted page: the answer to the POST."""

    def press(session, **fields):
        return client.post(f"/stripe-test/pay/{session.id}/", {"email": "bob@example.org", **fields})

    return press


@pytest.fixture
def events():
    """The types of all events so far, oldest first."""

    def types():
        return [event.type for event in reversed(stripe.Event.list(limit=100).data)]

    return types


@pytest.fixture
def monthly():
    """A price of 9.00 euro a month."""
    product = stripe.Product.create(name="Membership")
    return stripe.Price.create(
        product=product.id, currency="eur", unit_amount=900, recurring={"interval": "month"}
    )


@pytest.fixture
def membership(monthly):
    """Bob's membership, paid with a saved card."""
    customer = stripe.Customer.create(
        email="bob@example.org", invoice_settings={"default_payment_method": "pm_card_visa"}
    )
    return stripe.Subscription.create(customer=customer.id, items=[{"price": monthly.id}])


@pytest.fixture
def prices(monthly):
    """Ids of prices of one product by amount and interval, such as ("month", 1900)."""

    def price(interval, amount):
        made = stripe.Price.create(
            product=monthly.product, currency="eur", unit_amount=amount, recurring={"interval": interval}
        )
        return made.id

    return price

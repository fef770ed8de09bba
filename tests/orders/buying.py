"""What tests of buying do again and again."""

from django.contrib.auth import get_user
from django.test import RequestFactory
from django.urls import reverse

from orders.cart import Cart
from orders.models import Order
from orders.pricing import quote
from orders.views.checkout import version_of
from sandbox import delivery as stripe_events

TICKS = {"country": "DE", "immediate": "on", "attempt": "a" * 32}


def put_in_cart(client, listing, **more):
    """Add the listing's first offer, as its page does."""
    return client.post(reverse("cart_add"), {"offer": listing.offers.first().pk, **more})


def wording(client):
    """What this browser's checkout page would carry: names all that is accepted, as it is worded now."""
    request = RequestFactory(SERVER_NAME="localhost").get("/")
    request.session = client.session
    request.user = get_user(request)
    return version_of(request, quote(Cart(request).wishes))


def form_for(client, total, **more):
    """What the checkout page sends."""
    sent = {**TICKS, "email": "guest@example.com", "seen_total": total, **more}
    return {"terms_version": wording(client), **sent}


def place(client, listing, total=2900, **more):
    """Put it in the cart and send the checkout page; returns the order."""
    put_in_cart(client, listing)
    client.post(reverse("checkout"), form_for(client, total, **more))
    return Order.objects.latest("pk")


def pay(client, order, commits, card="4242424242424242"):
    """Pay on the sandbox's page and let its events arrive; returns the order as it is then."""
    page = order.session_url.removeprefix("http://testserver")
    with commits(execute=True):
        client.post(page, {"email": order.email, "number": card})
        stripe_events.drain(client)
    order.refresh_from_db()
    return order


def text_of(answer):
    """What a page says, with its white space made even."""
    return " ".join(answer.content.decode().split())


def fetch_of(order):
    """The address behind the download button of an order's one file."""
    held = order.items.get().entitlement
    return reverse("download_file", args=[held.pk, held.files().get().pk])

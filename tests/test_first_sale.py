"""The whole trip, in the process: find, buy, pay in the sandbox, webhook, library, file."""

from django.urls import reverse

from orders.models import Order, Posting
from sandbox import delivery as stripe_events


def order_of(client, offer, total):
    """Go through the checkout; returns the address of the payment page."""
    client.post(reverse("cart_add"), {"offer": offer.pk, "buy_now": "1"})
    shown = client.get(reverse("checkout")).context["form"]
    ticks = {"country": "DE", "immediate": "on", "seen_total": total}
    ticks["terms_version"] = shown["terms_version"].value()
    return client.post(reverse("checkout"), ticks)["Location"]


def test_bob_buys_a_download_and_has_the_file(
    client, bob, alice, listing, django_capture_on_commit_callbacks, mailoutbox
):
    client.force_login(bob)
    assert "Aster Serif" in client.get(listing.url).content.decode()
    page = order_of(client, listing.offers.get(), 2900).removeprefix("http://testserver")
    with django_capture_on_commit_callbacks(execute=True):
        back = client.post(page, {"email": bob.email, "number": "4242424242424242"})
    assert back.status_code == 303, back.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        delivered = stripe_events.drain(client)

    assert {d.status for d in delivered} == {200}
    order = Order.objects.get()
    assert (order.state, order.total, order.currency) == ("paid", 2900, "EUR")
    assert {p.account: p.amount for p in Posting.objects.all()} == {
        "stripe": 2900,
        "fee": -290,
        "seller": -2610,
    }
    assert [m.to for m in mailoutbox] == [["bob@example.com"], ["alice@example.com"]]
    held = order.items.get().entitlement
    assert held.delivered_at
    file = held.files().get()
    answer = client.post(reverse("download_file", args=[held.pk, file.pk]), follow=True)
    assert b"".join(answer.streaming_content) == b"otf bytes"

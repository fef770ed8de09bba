"""The pages that are measured, uncached unless their name says otherwise, and one whole purchase."""

import os
import subprocess
import sys
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from home.models import CataloguePage
from orders import checkout
from orders.pricing import Wish, quote
from tests.bench.measure import Cost, cost


def measure_all(listing) -> dict[str, Cost]:
    """{name of the page: what it costs}."""
    client = Client()
    catalogue = CataloguePage.objects.get().url
    paths = {
        "home": "/",
        "catalogue": catalogue,
        "catalogue, one facet": f"{catalogue}?category=shelf-3",
        "catalogue, cheapest first": f"{catalogue}?sort=price",
        "search": "/search/?q=aster",
        "suggestions": "/suggest/?q=ast",
        "listing": listing.url,
        "cart": reverse("cart"),
    }
    rows = {"bare Django view": bare()}
    with patch("cms.pagecache.key_of", lambda request: ""):
        for name, path in paths.items():
            rows[name] = cost(lambda path=path: fetch(client, path))
    rows["catalogue, cached"] = cost(lambda: fetch(client, catalogue), 300)
    rows["listing, cached"] = cost(lambda: fetch(client, listing.url), 300)
    rows.update(measure_purchase(listing))
    return rows


def bare() -> Cost:
    """The yardstick, in a process of its own because its settings are its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.bare"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Cost(float(said.stdout), 0, 10_834)


def fetch(client: Client, path: str) -> HttpResponse:
    """A page, which must be there."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer


def measure_purchase(listing) -> dict[str, Cost]:
    """What placing an order and settling one cost; settling includes the sandbox's answer to one question."""
    buyer = get_user_model().objects.guest("bench-buyer@example.com")
    offer = listing.offers.get()

    def start():
        order = checkout.start(quote([Wish(offer.pk)]), buyer_of(buyer))
        return HttpResponse(str(order.pk))

    def settle():
        checkout.settle(next(paid))
        return HttpResponse()

    rows = {"checkout.start": cost(start)}
    paid = iter([pay(checkout.start(quote([Wish(offer.pk)]), buyer_of(buyer))) for _ in range(45)])
    return rows | {"checkout.settle": cost(settle)}


def buyer_of(person) -> checkout.Buyer:
    return checkout.Buyer(person, person.email, "DE")


def pay(order):
    """Pay an order on the sandbox's page."""
    page = checkout.payment_page(order).removeprefix(settings.SITE_URL)
    answer = Client().post(page, {"email": order.email, "number": "4242424242424242"})
    if answer.status_code != 303:
        raise RuntimeError(f"the payment page answered {answer.status_code}")
    return order

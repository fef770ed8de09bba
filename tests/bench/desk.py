"""What the admin costs a seller with many orders, and in a shop of many stores, beside a small one."""

import argparse
import os
import time
from unittest.mock import patch

import psycopg

from tests.bench.__main__ import prepare

FEW = 10
MOST_QUERIES = 40


def own_database(name):
    """A new database of that name, beside the one that the pages are measured in."""
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = f"{base}/{name}"


def sell_one(listing):
    """A real paid order."""
    from django.contrib.auth import get_user_model

    from orders import checkout
    from orders.pricing import Wish, quote
    from tests.bench.pages import buyer_of, pay

    buyer = get_user_model().objects.guest("bench-buyer@example.com")
    order = pay(checkout.start(quote([Wish(listing.offers.get().pk)]), buyer_of(buyer)))
    checkout.settle(order)
    order.refresh_from_db()
    return order


def lists_of(owner):
    """{name: cost} of the home and of each list, as the owner opens them; sums are made anew."""
    from django.test import Client
    from django.urls import reverse

    from tests.bench.measure import cost
    from tests.bench.pages import fetch

    client = Client()
    client.force_login(owner)
    addresses = {"home": reverse("wagtailadmin_home")}
    addresses |= {"home, a year's chart": addresses["home"] + "?days=365"}
    for name in ("orders:index", "listings:index", "entitlements:index", "refunds:index"):
        addresses[name] = reverse(name)
    for name in ("report_by_listing", "report_by_month", "report_refunds", "report_ageing"):
        addresses[name] = reverse(name)
    found = {"home, sums kept": cost(lambda: fetch(client, addresses["home"]), 10)}
    with patch("orders.admin.home.glance", lambda name, own, make: make()):
        for name, address in addresses.items():
            found[name] = cost(lambda address=address: fetch(client, address), 5)
    return found


def steps_of(shop):
    """{name: cost} of opening a store, the form of a new listing, saving and publishing it."""
    from itertools import count

    from django.contrib.auth import get_user_model
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import reverse

    from products.kinds.download.models import Download
    from products.storefronts import open_store
    from tests.bench.measure import cost
    from tests.bench.pages import fetch

    numbers = count(time.time_ns())
    client = Client()
    client.force_login(shop.owner)

    def new_store():
        owner = get_user_model().objects.create_user(f"new-{next(numbers)}@example.com", "correct horse")
        open_store(owner, f"Shop number {next(numbers)}", "DE")
        return HttpResponse()

    def new_listing():
        shop.refresh_from_db()
        page = Download(title="New", slug=f"new-{next(numbers)}", summary="Words.", live=False)
        shop.add_child(instance=page).save_revision(user=shop.owner)
        return HttpResponse()

    def publish():
        Download.objects.filter(slug__startswith="new-").first().save_revision(user=shop.owner).publish()
        return HttpResponse()

    form = reverse("wagtailadmin_pages:add", args=["products", "download", shop.pk])
    return {
        "open a store": cost(new_store, 10),
        "form of a new listing": cost(lambda: fetch(client, form), 10),
        "add a listing": cost(new_listing, 10),
        "publish it": cost(publish, 10),
    }


def show(title, few, many, bare):
    """One line each: the small shop, the large one, their ratio, and beside the bare view."""
    print(f"\n{title:34}{'CPU ms':>9}{'ms':>9}{'ratio':>9}{'x bare':>9}{'queries':>14}")
    for name, small in few.items():
        large = many[name]
        ratio = large.wall_ms / small.wall_ms
        queries = f"{small.queries} -> {large.queries}"
        times = f"{large.cpu_ms:9.1f}{large.wall_ms:9.1f}{ratio:9.2f}{large.wall_ms / bare:9.0f}"
        print(f"{name:34}{times}{queries:>14}")


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("--listings", 1000), ("--orders", 100_000), ("--sellers", 10_000)):
        parser.add_argument(name, type=int, default=usual)
    wanted = parser.parse_args()
    own_database("desk")
    prepare()
    from products.models import Storefront
    from tests.bench.fill import fill
    from tests.bench.pages import bare
    from tests.bench.sales import fill_orders
    from tests.bench.stores import fill_stores

    yardstick = bare().cpu_ms
    listing = fill(wanted.listings)
    shop = Storefront.objects.get(pk=listing.get_parent().pk)
    fill_stores(shop, FEW)
    few = steps_of(shop)
    fill_stores(shop, wanted.sellers)
    show(f"{FEW} and {wanted.sellers} sellers", few, steps_of(shop), yardstick)
    first = sell_one(listing)
    fill_orders(first, FEW, wanted.listings)
    few = lists_of(shop.owner)
    fill_orders(first, wanted.orders, wanted.listings)
    many = lists_of(shop.owner)
    show(f"{FEW} and {wanted.orders} orders", few, many, yardstick)
    if many["home"].queries > MOST_QUERIES or many["home"].queries > few["home"].queries:
        raise SystemExit(f"The home asks {many['home'].queries} queries.")


if __name__ == "__main__":
    main()

"""What `validate` costs among few and among many licences, beside a bare Django view of one read."""

import argparse
import json
import os
import random
import statistics
import time
from contextlib import ExitStack

from tests.bench.__main__ import prepare, served
from tests.bench.desk import own_database

KEYS = 5000  # asked in turn: a key may be asked 60 times in a minute
ROUNDS = 5
SECONDS = 3
DEVICE = "board-7-disk-9"
MOST_QUERIES = 1


def first_licence():
    """A program on sale, a licence of it with a key, and one device."""
    from accounts.models import User
    from products import delivery
    from products.kinds.software import activating
    from products.kinds.software.models import Licence, Software
    from products.models import Offer
    from products.storefronts import open_store

    owner = User.objects.create_user("programs@example.com", "correct horse battery")
    store = open_store(owner, "Programs", "DE")
    store.save_revision().publish()
    page = Software(title="Tidewater", slug="tidewater", summary="Tides, offline.", live=False)
    page.offers = [Offer(name="Personal", price=3900, quota=3)]
    store.add_child(instance=page).save_revision().publish()
    held = delivery.grant(owner, page.offers.get())
    delivery.deliver(held.pk)
    activating.activate(held.pk, activating.fingerprint_of(DEVICE), "A device")
    return Licence.objects.get(pk=held.pk)


def fill_licences(first, count):
    """Have `count` licences like the first, each with a device; made inside the database, with odd hashes."""
    from django.db import transaction

    from products.kinds.software.models import Activation, Licence
    from products.models import Entitlement
    from tests.bench.sales import Bulk

    made = Bulk(Licence.objects.count() + 1, count)
    key = made.key_of(Entitlement)
    named = {"key_hash": "encode(sha256(n.g::text::bytea), 'hex')", "key_sealed": "''"}
    with transaction.atomic():
        made.copies(Entitlement.objects.non_polymorphic().get(pk=first.pk), {"id": key})
        made.copies(first, {"entitlement_ptr_id": key, **named})
        made.copies(first.activations.get(), {"id": made.key_of(Activation), "licence_id": key})
    made.tidy([Entitlement, Activation])


def cut_keys(count):
    """Give some licences, spread over all, keys that can be asked: {hash: key}."""
    from django.db import connection

    from products.kinds.software import keys, safekeeping
    from products.kinds.software.models import Licence

    pks = list(Licence.objects.order_by("pk").values_list("pk", flat=True))
    chosen = random.sample(pks, min(count, len(pks)))
    cut = {keys.cut("TIDE"): pk for pk in chosen}
    rows = [(safekeeping.hash_of(keys.plain(key)), pk) for key, pk in cut.items()]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE products_licence SET key_hash = %s WHERE entitlement_ptr_id = %s", rows)
        cursor.execute("VACUUM ANALYZE")
    return {hashed: key for (hashed, _pk), key in zip(rows, cut, strict=True)}


def questions(product, found):
    """The same licences asked of both: (what the bare view is sent, what `validate` is sent)."""
    bare = [f"GET /licence/?hash={hashed} HTTP/1.1\r\n\r\n".encode() for hashed in found]
    said = {"product": product, "fingerprint": DEVICE}
    return bare, [_post({**said, "key": key}) for key in found.values()]


def _post(said):
    body = json.dumps(said).encode()
    visitor = ".".join(str(random.randrange(1, 255)) for _ in range(4))  # 600 a minute from one address
    head = f"POST /api/v1/licences/validate/ HTTP/1.1\r\nX-Forwarded-For: {visitor}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def queries(product, key):
    """What one question asks of the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    said = {"product": product, "key": key, "fingerprint": DEVICE}
    client = Client()
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            answer = client.post("/api/v1/licences/validate/", said, content_type="application/json")
    if answer.json()["code"] != "VALID":
        raise RuntimeError(answer.content)
    return len(seen)


def signing():
    """CPU milliseconds of writing a licence file, and of checking one as the client of the docs does."""
    from django.utils import timezone

    from docs import licence_client
    from products.kinds.software import offline, safekeeping
    from products.kinds.software.models import Licence
    from products.kinds.software.views import row_of

    held = Licence.objects.first()
    row, now, public = row_of(held), timezone.now(), safekeeping.public_keys()
    file = offline.file_of(row, DEVICE, now)
    product = held.listing_id
    steps = {
        "sign": lambda: offline.file_of(row, DEVICE, now),
        "verify": lambda: licence_client.read_file(file, public, product, DEVICE),
    }
    return {name: _cpu_ms(step) for name, step in steps.items()}


def _cpu_ms(step, times=500):
    started = time.process_time()
    for _ in range(times):
        step()
    return (time.process_time() - started) * 1000 / times


def measure(product, found):
    """Both views in turn through gunicorn, so that a busy machine slows both: two lists of loads."""
    from tests.bench.load import load

    asked, loads = questions(product, found), ([], [])
    with ExitStack() as stack:
        bare = stack.enter_context(served("bare", "tests.bench.bare:application"))
        shop = stack.enter_context(served("shop", "cms.wsgi:application"))
        for number in range(ROUNDS + 1):
            for url, sent, kept in zip((bare, shop), asked, loads, strict=True):
                one = load(url, sent, SECONDS)
                if number:  # the first round warms
                    kept.append(one)
    return loads


def show(count, loads, asks):
    """One line each, then the ratio, the median of all rounds."""
    print(f"\n{f'{count} licences':34}{'req/s':>9}{'CPU ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}")
    for name, rounds, number in zip(("bare view of one read", "validate"), loads, (1, asks), strict=True):
        rate, cpu, p50, p95 = (
            statistics.median(getattr(one, what) for one in rounds)
            for what in ("rate", "cpu_ms", "p50_ms", "p95_ms")
        )
        print(f"{name:34}{rate:9.0f}{cpu:9.2f}{p50:9.1f}{p95:9.1f}{number:9d}")
    pairs = list(zip(*loads, strict=True))
    rate = statistics.median(shop.rate / bare.rate for bare, shop in pairs)
    cpu = statistics.median(bare.cpu_ms / shop.cpu_ms for bare, shop in pairs)
    print(f"{'validate beside the bare view':34}{rate:9.2f}{cpu:9.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--licences", type=int, default=1_000_000)
    wanted = parser.parse_args().licences
    own_database("licences")
    os.environ["TRUSTED_PROXY_COUNT"] = "1"
    prepare()
    first = first_licence()
    for count in sorted({min(1000, wanted), wanted}):
        fill_licences(first, count)
        found = cut_keys(KEYS)
        asks = queries(first.listing_id, next(iter(found.values())))
        show(count, measure(first.listing_id, found), asks)
        if asks > MOST_QUERIES:
            raise SystemExit(f"validate asks {asks} queries.")
    for name, cpu in signing().items():
        print(f"{name + ' a licence file':34}{cpu:18.2f}")


if __name__ == "__main__":
    main()

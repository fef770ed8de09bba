"""`make bench`: fill the shop, then print what each page costs beside a bare Django view in the same run."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager

PORTS = {"bare": 8971, "shop": 8972}
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "bench" * 12,
    "LICENCE_SECRETS": "licences" * 8,
    "SITE_URL": f"http://127.0.0.1:{PORTS['shop']}",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "EMAIL_URL": "dummy://",
    "STRIPE_SANDBOX_ALLOWED": "1",
    "STRIPE_SANDBOX_THREAD": "0",
    "SECURE_SSL_REDIRECT": "0",
    "DJANGO_SETTINGS_MODULE": "cms.settings",
    "LOG_LEVEL": "ERROR",
}


@contextmanager
def served(name, module):
    """gunicorn with two sync workers on the port of that name, warmed by one request."""
    url = f"http://127.0.0.1:{PORTS[name]}/"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        module,
        "-w",
        "2",
        "--preload",
        "-b",
        f"127.0.0.1:{PORTS[name]}",
    ]
    environment = {k: v for k, v in os.environ.items() if name != "bare" or k != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen([*command, "--log-level", "error"], env=environment)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=20).read()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def prepare():
    """A production-like shop over the services' PostgreSQL and Redis, with data of its own."""
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="stoa-bench-"))
    os.environ.update(PRODUCTION)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("make_tables")
    call_command("collectstatic", interactive=False, verbosity=0)


def print_costs(listing):
    """CPU and queries of each page in this process, and the cost beside the bare view."""
    from tests.bench import pages

    rows = pages.measure_all(listing)
    bare = rows["bare Django view"].cpu_ms
    print(f"\n{'page':34}{'CPU ms':>9}{'x bare':>9}{'queries':>9}{'HTML kB':>9}")
    for name, cost in rows.items():
        print(f"{name:34}{cost.cpu_ms:9.2f}{cost.cpu_ms / bare:9.1f}{cost.queries:9d}{cost.size / 1000:9.1f}")


def print_rates(listing):
    """Requests a second over HTTP, cached pages beside the bare view."""
    from tests.bench.measure import rate

    with ExitStack() as stack:
        bare = stack.enter_context(served("bare", "tests.bench.bare:application"))
        shop = stack.enter_context(served("shop", "cms.wsgi:application")).rstrip("/")
        urls = {"bare Django view": bare, "home, cached": shop + "/", "listing, cached": shop + listing.url}
        rates = {name: rate(url) for name, url in urls.items()}
    print(f"\n{'over HTTP, 8 connections':34}{'req/s':>9}{'x bare':>9}")
    for name, found in rates.items():
        if found is None:
            print("wrk is not installed: no rates over HTTP")
            return
        print(f"{name:34}{found:9.0f}{found / rates['bare Django view']:9.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--listings", type=int, default=10_000)
    wanted = parser.parse_args().listings
    prepare()
    from tests.bench.fill import fill

    for count in sorted({min(1000, wanted), wanted}):
        started = time.monotonic()
        listing = fill(count)
        print(f"\n## {count} listings (filled in {time.monotonic() - started:.0f} s)")
        print_costs(listing)
    print_rates(listing)


if __name__ == "__main__":
    main()

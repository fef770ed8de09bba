"""`make lighthouse`: the demo shop served as in production, and Lighthouse on what people open in it.

As in production it stands behind a proxy that speaks TLS and HTTP/2 (`front.mjs`), with its own certificate.
"""

import argparse
import datetime
import ipaddress
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import sync_playwright

from tests.journeys import acts
from tests.journeys.conftest import CHROMIUM, ROOT, free_port, sign_in

HERE = Path(__file__).parent
BUYER = "bo@stoa.example"
LISTING = "/stores/marlow-type/aster-serif/"
OPEN = {
    "home": "/",
    "catalogue": "/discover/",
    "category": "/discover/fonts/",
    "store": "/stores/marlow-type/",
    "listing": LISTING,
    "search": "/search/?q=serif",
    "sign in": "/accounts/login/",
}
PAGE = (
    "{name:12}{performance:>7}{accessibility:>7}{practices:>7}{seo:>6}"
    "{lcp:>9}{slow:>9}{tbt:>8}{cls:>8}{kilobytes:>8}{requests:>6}"
)


def environment(folder, port, front):
    """The settings of a small shop in production, over a database that the demo can fill."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/stoa.sqlite3",
        "DJSTRIPE_TABLES_AT_ONCE": "1",
        "DEBUG": "0",
        "DEMO": "1",
        "PORT": str(port),
        "SECRET_KEY": "lighthouse" * 6,
        "LICENCE_SECRETS": "lighthouse" * 6,
        "SITE_URL": f"https://127.0.0.1:{front}",
        "BEHIND_TLS_PROXY": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "dummy://",
        "STRIPE_SANDBOX_ALLOWED": "1",
        "SECURE_SSL_REDIRECT": "0",
        "REQUIRE_TWO_FACTOR": "0",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def served(folder):
    """The address of the demo shop behind gunicorn and a proxy, with hashed and compressed files."""
    port, front = free_port(), free_port()
    facts = environment(folder, port, front)
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=facts, check=True)
    subprocess.run([*manage, "demo", "--no-serve"], cwd=ROOT, env=facts, check=True, stdout=sys.stderr)
    gunicorn = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--threads", "4", "--preload"]
    command = [*gunicorn, "-b", f"127.0.0.1:{port}", "--log-level", "error"]
    proxy = ["node", "front.mjs", str(front), str(port), str(certificate(Path(folder) / "front.pem"))]
    processes = [subprocess.Popen(command, cwd=ROOT, env=facts), subprocess.Popen(proxy, cwd=HERE)]
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20).read()
                break
            except OSError:
                time.sleep(0.1)
        yield f"https://127.0.0.1:{front}"
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def certificate(file):
    """Write a key and a certificate for this machine alone, good for a day; gives the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    signed = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + signed.public_bytes(pem))
    return file


def pages(shop):
    """[{name, url, cookie}]: what everybody opens, then a buyer's cart, checkout, order and library."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(base_url=shop, ignore_https_errors=True).new_page()
        sign_in(page, BUYER)
        order = acts.buy(page).removeprefix(shop)
        page.goto(LISTING)
        page.get_by_role("button", name="Add to cart").first.click()
        page.wait_for_load_state()
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
        browser.close()
    own = {"cart": "/cart/", "checkout": "/checkout/", "order": order, "library": "/library/"}
    return [{"name": name, "url": shop + path} for name, path in OPEN.items()] + [
        {"name": name, "url": shop + path, "cookie": cookie} for name, path in own.items()
    ]


def measure(asked, form, runs):
    """Print a row for each page as soon as it is known: LCP as Lighthouse reckons it from an unhindered
    visit, and as measured with its slow line and processor applied (on a phone)."""
    print(f"\n{form}, the median of {runs}; kB are all but pictures and fonts, as sent")
    words = ["name", "performance", "accessibility", "practices", "seo"]
    words += ["lcp", "slow", "tbt", "cls", "kilobytes", "requests"]
    heads = ["", "speed", "access", "best", "SEO", "LCP ms", "applied", "TBT ms", "CLS", "kB", "reqs"]
    print(PAGE.format(**dict(zip(words, heads, strict=True))))
    command = ["node", "measure.mjs", form, str(runs)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=HERE, env={**os.environ, "CHROMIUM": CHROMIUM}, **pipes) as process:
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
        for line in process.stdout:
            row = json.loads(line)
            scores = row.pop("scores")
            print(PAGE.format(**row, **scores, practices=scores["best-practices"]), flush=True)
            notes = [*row["lacking"], *(f"from elsewhere: {url}" for url in row["foreign"])]
            if notes:
                print(f"{'':12}{', '.join(notes)}", flush=True)
    if process.returncode:
        sys.exit("Not every page could be measured.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--forms", nargs="+", default=["mobile", "desktop"])
    parser.add_argument("--shop", help="the address of a demo shop that stands already")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stoa-lighthouse-") as folder, ExitStack() as stack:
        asked = pages(wanted.shop or stack.enter_context(served(folder)))
        for form in wanted.forms:
            measure(asked, form, wanted.runs)


if __name__ == "__main__":
    main()

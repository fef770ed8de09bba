"""A real shop in a process of its own, and Chromium in front of it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
PASSWORD = "stoa-demo"  # of every person in the demo shop
PATIENCE = 20_000  # milliseconds until what a person waits for must be seen


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """The address of the demo shop, served as `make demo` serves it; SHOP names one that stands already."""
    if os.environ.get("SHOP"):
        yield os.environ["SHOP"]
        return
    port, folder = free_port(), tmp_path_factory.mktemp("shop") / "data"
    shutil.copytree(built(tmp_path_factory), folder)
    said = (folder / "said.log").open("w")
    command = [sys.executable, "manage.py", "demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=facts(folder, port), stdout=said, stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address + "/readyz", process, folder / "said.log")
        yield address
    finally:
        process.terminate()
        process.wait()


def built(tmp_path_factory):
    """The folder of a demo shop that nobody has visited: the first process fills it, the others wait."""
    inside = tmp_path_factory.getbasetemp()
    common = inside.parent if "PYTEST_XDIST_WORKER" in os.environ else inside
    folder = common / "unvisited"
    with (common / "unvisited.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            filling = folder.with_name("filling")
            command = [sys.executable, "manage.py", "demo", "--no-serve"]
            subprocess.run(command, cwd=ROOT, env=facts(filling, 0), check=True, stdout=subprocess.DEVNULL)
            filling.rename(folder)
    return folder


def facts(folder, port):
    """The settings of a shop that lives in this folder and nowhere else."""
    return {
        **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "SITE_URL")},
        "DATA_DIR": str(folder),
        "DEMO": "1",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "REQUIRE_TWO_FACTOR": "0",
        "SERVICE_WORKER": "1",
        "ERASE_AFTER_DAYS": "0",  # with the next minute but one, so that a journey sees the end of it
    }


def wait_for(url, process, log, seconds=400):
    """Until the address answers; the process's own words when it does not."""
    for _ in range(seconds * 2):
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-3000:])
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The shop did not come up:\n" + log.read_text()[-3000:])


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium, shop):
    """`signed_in(email)` gives the browser state of a person who has signed in, once for all journeys."""
    states = {}

    def state_of(email):
        if email not in states:
            context = chromium.new_context(base_url=shop)
            sign_in(context.new_page(), email)
            states[email] = context.storage_state()
            context.close()
        return states[email]

    return state_of


@pytest.fixture
def visit(chromium, shop, signed_in):
    """`visit(email)` gives a page of a new person, signed in where an e-mail is named.

    At the end, no page may have complained in its console: not about scripts, nor about the security policy.
    """
    contexts, complaints = [], []

    def open_page(email="", **options):
        state = {"storage_state": signed_in(email)} if email else {}
        viewport = {"width": 1280, "height": 900}
        given = {"base_url": shop, "viewport": viewport, "service_workers": "block"}
        context = chromium.new_context(**{**given, **state, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(told(page, error)) if is_ours(error) else None)
        page.on(
            "console", lambda line: complaints.append(told(page, line.text)) if is_serious(line) else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def told(page, words):
    return f"{page.url}: {words}"


# Our pages fade into one another. Where Chromium gives a fade up (the stand-in for Stripe has none; a page
# that Back brings was shown already), it says so as an error: also where each promise of the API is handled.
GIVEN_UP = ("ViewTransition opt-in disabled", "aborted because of invalid state. Page already revealed")


def is_ours(error):
    """An error of our scripts, not Chromium's word on a fade."""
    return not any(words in str(error) for words in GIVEN_UP)


# What browser and htmx call errors and is meant: an answer with 4xx, a request that a newer one replaced.
MEANT = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


def is_serious(line):
    """An error of ours. A request that really failed says htmx:sendError or htmx:responseError besides."""
    return line.type == "error" and not any(words in line.text for words in MEANT)


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)

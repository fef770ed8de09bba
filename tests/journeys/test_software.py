"""A program is bought; it asks for its licence online and without a network, and is told of a refund."""

import json
import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.journeys import acts, desk
from tests.journeys.conftest import ROOT

SELLER = "ada@stoa.example"
PROOF = "/stores/marlow-type/quoin-proof/"
KEY = re.compile(r"QUOIN(?:-[0-9A-Z]{5}){6}")
DEVICE = "board-7-disk-9"


def run(*said, stdin=""):
    """What the bought program prints, as a process that knows nothing of the shop but its address."""
    command = [sys.executable, "-m", "tests.journeys.program", *said]
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def product_of(seller, title):
    """The number in the address of the listing's editor, which its maker builds into the program."""
    seller.goto(f"/admin/listings/?q={title}")
    address = seller.get_by_role("link", name=title, exact=True).first.get_attribute("href")
    return int(re.search(r"/(\d+)/", address)[1])


def refund(seller, number):
    seller.goto("/admin/orders/")
    seller.get_by_role("link", name=number).first.click()
    seller.get_by_role("link", name="Refund", exact=True).click()
    seller.get_by_label("Reason").fill("The printer is too old for it.")
    seller.get_by_role("button", name="Refund", exact=True).click()
    desk.see_success(seller)


def test_a_program_runs_by_its_key_online_and_offline_until_the_money_goes_back(visit, shop):
    buyer, seller, gale = visit(), visit(SELLER), acts.somebody("gale")
    product = product_of(seller, "Quoin Proof")
    acts.buy(buyer, gale, PROOF)
    receipt = buyer.get_by_role("main").inner_text()
    number, key = re.search(r"S\d{7}", receipt)[0], KEY.search(receipt)[0]
    acts.open_mail(buyer, gale, "Your receipt")
    expect(buyer.get_by_role("main")).to_contain_text(f"Your licence key: {key}")

    public = json.dumps(run("keys", shop))
    facts = {"product": product, "key": key.lower(), "fingerprint": DEVICE}

    def ask(what, **more):
        return run("ask", shop, what, json.dumps({**facts, **more}))

    assert ask("validate")["code"] == "FINGERPRINT_MISMATCH"
    assert ask("activate", name="Gale’s laptop", platform="linux", version="1.1.0")["valid"]
    licence = ask("validate", version="1.1.0")["licence"]
    assert (licence["edition"], licence["seats"], licence["seats_taken"]) == ("Personal", 3, 1)
    file = ask("file")["licence_file"]
    said = run("offline", public, str(product), DEVICE, stdin=file)
    assert (said["sub"], said["fingerprint"]) == (f"licence:{licence['id']}", DEVICE)

    refund(seller, number)

    for question in ({"what": "validate"}, {"what": "activate", "name": "Gale’s laptop"}, {"what": "file"}):
        answer = ask(**question)
        assert (answer["valid"], answer["code"]) == (False, "REFUNDED")
    assert run("offline", public, str(product), DEVICE, stdin=file)["exp"] == said["exp"]  # for 30 days

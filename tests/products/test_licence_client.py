"""The client and the curl page in the docs keep their word against the shop as it is."""

import re
import subprocess
from pathlib import Path

import pytest

from docs import licence_client
from products import delivery
from products.models import Entitlement
from tests.products.programs import licence_of, publish_program

DOCS = Path(__file__).resolve().parents[2] / "docs"
DEVICE = "board-7-disk-9"


@pytest.fixture
def held(store, bob):
    return licence_of(bob, publish_program(store))


def test_the_client_activates_validates_and_reads_the_file_offline(live_server, client, held, settings):
    product, shop = held.listing_id, live_server.url
    facts = {"product": product, "key": held.key, "fingerprint": DEVICE}
    listed = client.get("/.well-known/licence-keys.json").json()["keys"]
    public = {key["kid"]: key["x"] for key in listed}

    assert licence_client.ask(shop, "validate", **facts)["code"] == "FINGERPRINT_MISMATCH"
    assert licence_client.ask(shop, "activate", name="Laptop", **facts)["valid"]
    assert licence_client.ask(shop, "validate", **facts)["valid"]
    file = licence_client.ask(shop, "file", **facts)["licence_file"]
    assert licence_client.read_file(file, public, product, DEVICE)["edition"] == "Personal"

    delivery.withdraw(held, reason=Entitlement.EndReason.REFUNDED)
    said = licence_client.ask(shop, "activate", name="Laptop", **facts)
    assert (said["valid"], said["code"]) == (False, "REFUNDED")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"product": 0}, "another product"),
        ({"fingerprint": "another"}, "another product or device"),
        ({"public_keys": {}}, "unknown key"),
        ({"seen": 4102444800}, "out of date"),
    ],
)
def test_the_client_refuses_a_file_that_is_not_good_here_and_now(held, change, words):
    from products.kinds.software import offline, safekeeping
    from products.kinds.software.views import row_of

    file = offline.file_of(row_of(held), DEVICE, held.issued_at)
    good = {"public_keys": safekeeping.public_keys(), "product": held.listing_id, "fingerprint": DEVICE}

    assert licence_client.read_file(file, **good)["seats"] == 3
    with pytest.raises(ValueError, match=words):
        licence_client.read_file(file, **{**good, **change})
    with pytest.raises(ValueError, match="signature"):
        licence_client.read_file(file[:-8] + "AAAAAAAA", **good)


def test_a_file_is_refused_after_its_time_and_taken_within_the_skew(held, monkeypatch):
    from products.kinds.software import offline, safekeeping
    from products.kinds.software.views import row_of

    file = offline.file_of(row_of(held), "", held.issued_at)
    good = (safekeeping.public_keys(), held.listing_id, DEVICE)
    ends = held.issued_at.timestamp() + 30 * 86400

    monkeypatch.setattr("time.time", lambda: ends + 200)
    assert licence_client.read_file(file, *good)
    for moment in (ends + 400, held.issued_at.timestamp() - 400):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        with pytest.raises(ValueError, match="out of date"):
            licence_client.read_file(file, *good)


def test_the_curl_line_of_the_docs_works_as_it_is_written(live_server, held):
    line = re.search(r"```sh\n(curl.+?)```", (DOCS / "licence-api.md").read_text(), re.S)[1]
    line = line.replace('"product": 12', f'"product": {held.listing_id}')
    line = re.sub(r"TIDE-8KQ2M-…", held.key, line)

    said = subprocess.run(
        ["bash", "-c", line],
        check=False,
        env={"SHOP": live_server.url, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert '"code": "FINGERPRINT_MISMATCH"' in said.stdout, said.stderr


def test_the_client_is_a_page_long():
    code = (DOCS / "licence_client.py").read_text()
    lines = [line for line in re.sub(r'""".*?"""', "", code, flags=re.S).splitlines() if line.strip()]

    assert len(lines) <= 40

"""A page names one sheet, which holds every rule of the sheets and the brand, and stays right for a year."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from cms import sheets
from cms.models import BrandSettings

pytestmark = pytest.mark.django_db


def sheet_of(client, address="/cart/"):
    """The address of the only sheet that a page names."""
    (found,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get(address).content.decode())
    return found


def squeezed(text):
    """The rules alone: no comments, no white space."""
    return re.sub(r"/\*.*?\*/|\s", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("address", ["/cart/", "/accounts/login/", "/nowhere/", "/de/cart/", "/offline/"])
def test_every_page_names_one_sheet_and_the_same(client, address):
    assert sheet_of(client, address) == sheet_of(client)


def test_it_holds_every_rule_of_every_sheet_in_order(client):
    joined = squeezed(client.get(sheet_of(client)).content.decode())

    written = [squeezed((sheets.FOLDER / name).read_text()) for name in sheets.SCREEN]
    paper = squeezed((sheets.FOLDER / sheets.PAPER).read_text())
    expected = "".join(written) + "@mediaprint{" + paper + "}:root{--brand-hue:40;--radius:10px}"
    assert joined == expected.replace("../fonts/", "/static/fonts/")


def test_each_sheet_is_still_a_file_of_its_own():
    assert all(finders.find(f"css/{name}") for name in (*sheets.SCREEN, sheets.PAPER))


def test_the_files_that_it_names_are_there(client):
    named = re.findall(r'url\("([^"]+)"\)', client.get(sheet_of(client)).content.decode())

    assert named
    assert all(finders.find(url.removeprefix("/static/")) for url in named)


def test_it_is_kept_for_a_year_by_everybody(client):
    answer = client.get(sheet_of(client))

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies


def test_it_is_sent_compressed_to_whoever_can_read_that(client):
    url = sheet_of(client)

    answer = client.get(url, headers={"Accept-Encoding": "gzip, br"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == client.get(url).content


def test_an_older_page_is_given_the_present_sheet_which_nobody_keeps(client):
    answer = client.get("/shop.000000000000.css")

    assert answer.content == client.get(sheet_of(client)).content
    assert answer["Cache-Control"] == "no-cache"


def test_another_hue_is_another_address(client, listing):
    before = sheet_of(client)
    BrandSettings.objects.update_or_create(site_id=listing.get_site().pk, defaults={"hue": 150})

    after = sheet_of(client)

    assert after != before
    assert "--brand-hue:150;" in client.get(after).content.decode()


def test_whoever_edits_a_sheet_sees_it_on_the_next_page(client, monkeypatch, tmp_path):
    for name in (*sheets.SCREEN, sheets.PAPER):
        (tmp_path / name).write_text(f"/* {name} */ a {{ color: red }}")
    monkeypatch.setattr(sheets, "FOLDER", tmp_path)
    before = sheet_of(client)
    (tmp_path / "base.css").write_text("b { color: blue }")

    after = sheet_of(client)

    assert after != before
    assert "b { color: blue }" in client.get(after).content.decode()

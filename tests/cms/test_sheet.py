"""A page has one style sheet: the whole design and the brand, kept for good under an address of its own."""

import re

import pytest

from cms import sheet
from cms.models import BrandSettings

pytestmark = pytest.mark.django_db


def address_on(client, url="/"):
    """The one style sheet that a page names."""
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get(url).content.decode())
    return address


def restyle(page, **brand):
    BrandSettings.objects.update_or_create(site_id=page.get_site().pk, defaults=brand)


@pytest.mark.parametrize("url", ["/", "/de/", "/cart/", "/accounts/login/", "/nowhere/"])
def test_every_page_names_the_same_sheet_and_no_other(client, listing, url):
    assert address_on(client, url) == address_on(client, listing.url)


def test_the_sheet_is_every_file_of_the_design_in_order_and_the_brand_last(client, listing):
    restyle(listing, hue=150, radius=4)

    css = client.get(address_on(client)).content.decode()

    opened = [(sheet.STATIC / name).read_text()[:80] for name in (*sheet.FILES, sheet.PRINTED)]
    places = [css.index(text) for text in opened]
    assert places == sorted(places)
    assert css.rstrip().endswith(":root{--brand-hue:150;--radius:4px}")


def test_ink_on_white_is_for_paper_alone(client, listing):
    css = client.get(address_on(client)).content.decode()

    before, _media, printed = css.partition("@media print {")
    assert "size: A4" not in before
    assert printed.count("{") == printed.count("}") - 1


def test_the_sheet_is_kept_for_good_and_by_anybody(client, listing):
    answer = client.get(address_on(client))

    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert not answer.cookies


def test_another_brand_has_another_address_and_the_older_one_still_answers(
    client, listing, django_capture_on_commit_callbacks
):
    before = address_on(client)
    with django_capture_on_commit_callbacks(execute=True):
        restyle(listing, hue=260)

    old = client.get(before)

    assert address_on(client) != before
    assert "--brand-hue:260" in old.content.decode()
    assert "max-age=60" in old["Cache-Control"]
    assert "immutable" not in old["Cache-Control"]


def test_a_second_visitor_is_given_the_kept_sheet(client, listing):
    address = address_on(client)
    first = client.get(address)

    second = client.get(address)

    assert (first["X-Cache"], second["X-Cache"]) == ("MISS", "HIT")
    assert first.content == second.content


def test_the_font_is_named_as_production_names_it(client, listing, monkeypatch):
    monkeypatch.setattr(
        sheet, "static", lambda name: f"/static/{name.replace('.woff2', '.7308f3a30e48.woff2')}"
    )
    sheet._design.cache_clear()

    css = client.get(address_on(client)).content.decode()

    sheet._design.cache_clear()
    assert re.findall(r"url\(([^)]+)\)", css) == ['"/static/fonts/commissioner-flair.7308f3a30e48.woff2"']


def test_a_page_of_the_admin_that_looks_like_the_shop_has_the_sheet_too(rf):
    from cms.context import site_identity

    request = rf.get("/admin/orders/as-sold/1/")

    assert re.fullmatch(r"/sheet\.[0-9a-f]{12}\.css", site_identity(request)["sheet_url"]())

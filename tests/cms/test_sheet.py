"""A page has one style sheet: the whole design and the brand, kept for good under an address of its own.

Whoever arrives from elsewhere finds it in the page itself.
"""

import base64
import hashlib
import re

import pytest
from django.http import HttpResponse

from cms import sheet
from cms.models import BrandSettings
from cms.security import ContentSecurityMiddleware, kept_strict

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

    told = [
        'font-family: "Commissioner";',
        "--brand-hue: 40;",
        ".skip-link {",
        ".step__mark {",
        ".ledger__title {",
    ]
    places = [css.index(text) for text in (*told, "@media print {")]
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


def test_letters_that_come_late_move_nothing(client, listing):
    css = client.get(address_on(client)).content.decode()

    faces = re.findall(r"@font-face \{(.*?)\}", css, re.DOTALL)
    own = [face for face in faces if "woff2" in face]
    assert len(own) == 2
    assert all("font-display: optional;" in face for face in own)


def test_the_font_is_named_as_production_names_it(client, listing, monkeypatch):
    monkeypatch.setattr(
        sheet, "static", lambda name: f"/static/{name.replace('.woff2', '.7308f3a30e48.woff2')}"
    )
    sheet._design.cache_clear()

    css = client.get(address_on(client)).content.decode()

    sheet._design.cache_clear()
    assert re.findall(r"url\(([^)]+)\)", css) == [
        '"/static/fonts/commissioner-core.7308f3a30e48.woff2"',
        '"/static/fonts/commissioner-more.7308f3a30e48.woff2"',
    ]


def test_a_page_of_the_admin_that_looks_like_the_shop_has_the_sheet_too(rf):
    from cms.context import site_identity

    request = rf.get("/admin/orders/as-sold/1/")

    assert re.fullmatch(r"/sheet\.[0-9a-f]{12}\.css", site_identity(request)["sheet_url"]())


ARRIVES = {"Sec-Fetch-Site": "none"}
GOES_ON = {"Sec-Fetch-Site": "same-origin"}
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def style_of(answer):
    """(text, source expression) of the one style that stands in a page."""
    (text,) = STYLE.findall(answer.content.decode())
    return text, f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
@pytest.mark.parametrize("url", ["/", "/de/", "/cart/", "/accounts/login/", "/nowhere/"])
def test_who_arrives_finds_the_sheet_in_the_page_and_the_policy_allows_that_alone(client, listing, url, site):
    answer = client.get(url, headers={"Sec-Fetch-Site": site})

    text, digest = style_of(answer)
    assert ".skip-link {" in text
    assert "Commissioner fallback" in text
    assert f"style-src 'self' {digest};" in answer["Content-Security-Policy"] + ";"
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_it_is_the_sheet_that_the_browser_fetches_for_the_next_page(client, listing):
    restyle(listing, hue=150, radius=4)
    answer = client.get("/", headers=ARRIVES)
    text, _digest = style_of(answer)
    page = STYLE.sub("", answer.content.decode())

    (named,) = re.findall(r'<link rel="prefetch" as="style" href="([^"]+)"', page)

    assert named == address_on(client)
    assert client.get(named).content.decode() == text
    assert not re.findall(r'<link rel="stylesheet"', page)
    assert 'rel="prefetch"' not in client.get("/", headers=GOES_ON).content.decode()


def test_who_goes_on_within_the_shop_is_given_the_address(client, listing):
    assert "<style" not in client.get("/", headers=GOES_ON).content.decode()
    assert "style-src" not in client.get("/", headers=GOES_ON)["Content-Security-Policy"]


def test_what_is_opened_before_the_click_is_given_the_address_although_it_says_none(client, listing):
    ahead = {**ARRIVES, "Sec-Purpose": "prefetch;prerender"}
    client.get(listing.url, headers=ARRIVES)

    assert "<style" not in client.get(listing.url, headers=ahead).content.decode()


def test_pages_of_both_forms_are_kept_apart(client, listing):
    first = [client.get("/", headers=headers) for headers in (ARRIVES, GOES_ON)]
    again = [client.get("/", headers=headers) for headers in (ARRIVES, GOES_ON)]

    assert [answer["X-Cache"] for answer in first + again] == ["MISS", "MISS", "HIT", "HIT"]
    for before, after in zip(first, again, strict=True):
        assert before.content == after.content
        assert before["Content-Security-Policy"] == after["Content-Security-Policy"]
        assert {"Sec-Fetch-Site", "Sec-Purpose"} <= set(after["Vary"].split(", "))


def test_a_kept_page_never_holds_a_style_that_its_policy_does_not_name(
    client, listing, django_capture_on_commit_callbacks
):
    client.get("/", headers=ARRIVES)
    with django_capture_on_commit_callbacks(execute=True):
        restyle(listing, hue=260)

    answer = client.get("/", headers=ARRIVES)

    text, digest = style_of(answer)
    assert "--brand-hue:260" in text
    assert digest in answer["Content-Security-Policy"]


def test_the_admin_keeps_its_own_policy(client, moderator):
    client.force_login(moderator)

    policy = client.get("/admin/", headers=ARRIVES)["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "sha256" not in policy


def test_a_page_of_the_admin_under_the_public_policy_may_hold_it_too(rf):
    request = rf.get("/admin/orders/as-sold/1/", headers=ARRIVES)
    page = kept_strict(HttpResponse(f"<style>{sheet.within(request)}</style>"))

    answer = ContentSecurityMiddleware(lambda _: page)(request)

    assert f"style-src 'self' {style_of(answer)[1]}" in answer["Content-Security-Policy"]

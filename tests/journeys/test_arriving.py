"""The first page of a visit needs nothing but itself to be painted; the next ones have the sheet already."""

import pytest
from playwright.sync_api import expect

SHEETS = "() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/sheet.'))"
FONT_IS_THERE = """() => [...document.fonts].some(
    ({ family, status }) => family.replaceAll('"', "") === "Commissioner" && status === "loaded")"""

pytestmark = pytest.mark.journey


def test_who_arrives_waits_for_no_sheet_and_who_goes_on_has_it(visit):
    page = visit()
    page.goto("/discover/", referer="https://search.example/")
    expect(page.locator("head > style")).to_have_count(0)  # it went once the file was there
    page.wait_for_function(FONT_IS_THERE)
    page.wait_for_function("() => window.htmx")

    page.locator(".card__title a").first.click()
    page.wait_for_url(lambda url: "/stores/" in url)
    page.wait_for_load_state()

    expect(page.locator("head > style")).to_have_count(0)
    (sheet,) = page.evaluate(f"({SHEETS})().map((one) => one.transferSize)")
    assert sheet == 0, "it came from the browser's own cache"


def test_without_scripts_the_first_page_has_its_sheet_and_its_letters(visit):
    page = visit(java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/discover/")

    assert any("/sheet." in url for url in asked)
    assert any(url.endswith(".woff2") for url in asked)

"""The first page of a visit needs nothing but itself to be painted; the next ones have the sheet already."""

import pytest
from playwright.sync_api import expect

HAS_SHEET = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/sheet.'))"
BYTES = """() => performance.getEntriesByType("resource")
    .filter(({ name }) => name.includes("/sheet.")).map(({ transferSize }) => transferSize)"""
MOVED = """() => new Promise((done) => new PerformanceObserver((list) =>
    done(list.getEntries().reduce((sum, { value }) => sum + value, 0))
).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 500))"""

pytestmark = pytest.mark.journey


def test_who_arrives_waits_for_no_sheet_and_who_goes_on_has_it(visit):
    page = visit()
    page.goto("/discover/", referer="https://search.example/")
    expect(page.locator("head > style")).to_have_count(1)
    page.wait_for_function(HAS_SHEET)

    page.locator(".card__title a").first.click()
    page.wait_for_url(lambda url: "/stores/" in url)
    page.wait_for_load_state()

    expect(page.locator("head > style")).to_have_count(0)
    assert page.evaluate(BYTES) == [0], "the browser has it"


def test_nothing_moves_when_the_letters_and_the_scripts_come(visit):
    page = visit()
    page.route("**/*.woff2", lambda route: (page.wait_for_timeout(400), route.continue_()))

    page.goto("/stores/marlow-type/aster-serif/")
    page.wait_for_function("() => document.querySelector('personal-marks:defined')")

    assert page.evaluate(MOVED) == 0


def test_without_scripts_the_first_page_is_dressed(visit):
    page = visit(java_script_enabled=False)

    page.goto("/discover/")

    background = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert background not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")

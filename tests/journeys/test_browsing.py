"""Filters and "load more" exchange parts of the page; htmx comes with the first sign of use."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

HTMX = "**/htmx-*.js"
CARDS = "#card-list > li"
AWAKE = "() => customElements.get('personal-marks')"


@pytest.fixture
def discover(visit):
    """Opens the catalogue and marks the document, which tells it from one that was loaded anew."""

    def opened(**options):
        page = visit(**options)
        page.goto("/discover/")
        expect(page.locator(CARDS)).to_have_count(24)
        expect(page.locator("head > link[as=script]")).to_have_count(1)  # parts.js is there
        page.evaluate("() => { window.isTheSame = true; }")
        return page

    return opened


def is_the_same(page):
    return page.evaluate("() => window.isTheSame === true")


def test_a_page_that_nobody_uses_does_not_start_htmx(discover):
    page = discover()
    page.wait_for_function("() => customElements.get('personal-part')")
    page.wait_for_timeout(500)
    assert not page.evaluate("() => 'htmx' in window")

    page.mouse.move(300, 300)

    page.wait_for_function("() => window.htmx")


def test_load_more_extends_the_list_and_the_focus_goes_on(discover):
    page = discover()

    page.get_by_role("link", name="Load more").click()

    expect(page.locator(CARDS).nth(24)).to_be_visible()
    assert is_the_same(page)
    expect(page.locator(f"{CARDS} >> nth=24").locator(".card__title a")).to_be_focused()


def test_filters_exchange_the_results_and_the_back_button_brings_them_again(discover):
    page = discover()
    before = page.locator("#result-count").inner_text()

    page.get_by_label(re.compile("^Fonts")).first.check()
    page.wait_for_url(re.compile("category=fonts"))
    expect(page.locator("#result-count")).not_to_have_text(before)
    assert is_the_same(page)

    page.go_back()
    page.wait_for_url(lambda url: "category" not in url)
    expect(page.locator("#result-count")).to_have_text(before)


def test_after_a_reload_the_back_button_still_brings_what_its_address_says(discover):
    page = discover()
    before = page.locator("#result-count").inner_text()
    page.get_by_label(re.compile("^Fonts")).first.check()
    page.wait_for_url(re.compile("category=fonts"))
    expect(page.locator("#result-count")).not_to_have_text(before)

    page.reload()
    page.wait_for_function("() => customElements.get('personal-part')")
    page.go_back()

    page.wait_for_url(lambda url: "category" not in url)
    expect(page.locator("#result-count")).to_have_text(before)


def test_a_store_is_sorted_in_place_and_the_focus_stays(visit):
    page = visit()
    page.goto("/stores/marlow-type/")
    shown = page.locator(f"{CARDS} .card__title").first
    expect(shown).to_have_text("Aster Serif")  # its seller shows it first
    page.evaluate("() => { window.isTheSame = true; }")

    page.get_by_label("Sort by").focus()
    page.keyboard.press("End")

    page.wait_for_url(re.compile("sort=dearest"))
    expect(shown).not_to_have_text("Aster Serif")
    expect(page.get_by_label("Sort by")).to_be_focused()
    assert is_the_same(page)


def test_a_listing_is_shared_by_its_plain_address(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/stores/marlow-type/aster-serif/?option=2&from=somewhere")

    page.get_by_role("button", name="Share").click()

    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith("/stores/marlow-type/aster-serif/")


def test_where_the_system_refuses_to_share_the_address_is_copied(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async () => { throw new DOMException('', 'NotAllowedError'); }")
    page.goto("/stores/marlow-type/aster-serif/")

    page.get_by_role("button", name="Share").click()

    expect(page.get_by_role("button", name="Link copied")).to_be_visible()


def test_what_is_done_before_htmx_is_there_waits_for_it(discover):
    page = discover()
    page.route(HTMX, lambda route: (page.wait_for_timeout(800), route.continue_()))

    page.get_by_label(re.compile("^Fonts")).first.check()

    page.wait_for_url(re.compile("category=fonts"))
    assert is_the_same(page)


def test_what_is_ticked_before_any_script_is_there_counts(visit):
    page = visit()
    page.route("**/parts.js", lambda route: (page.wait_for_timeout(1000), route.continue_()))
    page.goto("/discover/", wait_until="domcontentloaded")
    page.evaluate("() => { window.isTheSame = true; }")

    page.get_by_label(re.compile("^Fonts")).first.check()

    page.wait_for_url(re.compile("category=fonts"))
    assert is_the_same(page)


def test_where_htmx_never_comes_links_and_forms_do_what_they_say(visit):
    page = visit()
    page.route(HTMX, lambda route: route.abort())
    page.goto("/search/?q=font")
    page.evaluate("() => { window.isTheSame = true; }")
    page.mouse.move(300, 300)
    page.wait_for_timeout(500)

    page.get_by_label(re.compile("^Fonts")).first.check()
    page.wait_for_url(re.compile("q=font&category=fonts"))
    assert not is_the_same(page)
    page.get_by_label("Sort by").select_option("dearest")
    page.wait_for_url(lambda url: "sort=dearest" in url and "q=font" in url and "category=fonts" in url)

    page.goto("/discover/")
    page.get_by_role("link", name="Load more").click()
    page.wait_for_url(re.compile("after="))


def test_a_htmx_that_never_answers_is_waited_for_three_seconds(discover):
    page = discover()
    page.route(HTMX, lambda route: None)

    page.get_by_label(re.compile("^Fonts")).first.check()

    page.wait_for_url(re.compile("category=fonts"))
    assert not is_the_same(page)


def heart(page):
    return page.locator(".wish__button").first


def test_back_from_the_cart_shows_a_heart_that_was_pressed_before(discover):
    page = discover()
    page.wait_for_function(AWAKE)
    heart(page).click()
    expect(page.locator(".toast")).not_to_be_empty()
    page.goto("/cart/")

    page.go_back()

    expect(heart(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-wishes]").first).to_have_text("1")


def test_back_after_signing_out_names_nobody(visit):
    page = visit("bo@stoa.example")
    page.goto("/discover/")
    page.get_by_label(re.compile("^Fonts")).first.check()
    page.wait_for_url(re.compile("category=fonts"))
    name = page.locator(".header-link--account").inner_text()
    page.context.clear_cookies(name="sessionid")  # no logout: others use this session

    page.goto("/cart/")
    for _ in range(2):
        page.go_back()
        page.mouse.move(200, 200)
        expect(page.locator(".header-link--account")).to_have_text("Sign in")
    assert name not in page.evaluate("() => JSON.stringify(sessionStorage)")


def test_a_heart_stays_pressed_when_filters_are_taken_back(visit):
    page = visit("ada@stoa.example")
    page.goto("/discover/")
    page.get_by_label(re.compile("^Fonts")).first.check()
    page.wait_for_url(re.compile("category=fonts"))
    page.wait_for_function(AWAKE)
    mark = heart(page).get_attribute("data-mark")
    heart(page).click()
    expect(heart(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".toast")).not_to_be_empty()

    page.go_back()

    expect(page.locator(f"[data-mark={mark}]").first).to_have_attribute("aria-pressed", "true")


def test_on_a_phone_the_filters_answer_in_their_sheet(discover):
    page = discover(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    before = page.locator("#result-count").inner_text()

    page.get_by_role("button", name=re.compile("Filters")).tap()
    page.get_by_label(re.compile("^Fonts")).first.tap()

    expect(page.locator("#result-count")).not_to_have_text(before)
    assert is_the_same(page)

"""Nobody is kept out: axe finds nothing on any public page, and a keyboard is enough to buy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys import acts, desk

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_LIGHT = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# The colours are all that differs in the dark.
IN_DARK = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# Colours fade when the scheme changes, and what inherits them fades after that.
AT_REST = """async () => {
    const isFinite = (one) => one.effect.getComputedTiming().endTime !== Infinity;
    const moving = () => document.getAnimations().filter(isFinite);
    for (let turn = 0; turn < 9; turn += 1) {
        moving().forEach((one) => one.finish());
        await new Promise(requestAnimationFrame);
    }
}"""
# What lies below the first screen is laid out when it comes near; axe is to see all of it as it will be.
WHOLE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
SIZES = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})
BUYER = "bo@stoa.example"

FOR_ALL = {
    "home": "/",
    "discover": "/discover/",
    "discover, filtered": "/discover/?category=fonts&low=10&rating=4&sort=price",
    "category": "/discover/fonts/",
    "stores": "/stores/",
    "storefront": "/stores/marlow-type/",
    "listing": "/stores/marlow-type/aster-serif/",
    "listing, choose an amount": "/stores/sander-press/seeing-in-the-dark/",
    "search": "/search/?q=serif",
    "search, nothing found": "/search/?q=zzzzzz",
    "cart, empty": "/cart/",
    "wish list, empty": "/wishes/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "sign in by code": "/accounts/login/code/",
    "forgotten password": "/accounts/password/reset/",
    "sell": "/sell/",
    "text": "/about/",
    "not found": "/nothing-here/",
}
FOR_A_BUYER = {
    "library": "/library/",
    "wish list": "/wishes/",
    "followed stores": "/account/stores/",
    "mails": "/account/notices/",
    "orders": "/orders/",
    "account": "/account/",
    "two-factor": "/accounts/2fa/",
    "sessions": "/accounts/sessions/",
    "first screen of selling": "/sell/business/",
}


def violations(page):
    """What axe has to say, in both colour schemes on a phone and on a desk."""
    page.evaluate(Axe().axe_script)
    page.evaluate(WHOLE)
    found = {}
    for scheme, rules in (("light", IN_LIGHT), ("dark", IN_DARK)):
        page.emulate_media(color_scheme=scheme)
        for size in SIZES:
            page.set_viewport_size(size)
            page.evaluate(AT_REST)
            for violation in page.evaluate("rules => axe.run(rules)", rules)["violations"]:
                key = f"{violation['id']}, {scheme}, {size['width']} wide"
                found[key] = [node["failureSummary"] + node["html"] for node in violation["nodes"]]
    return found


@pytest.fixture
def look(visit):
    """Opens pages that do not move, so that colours are what they will be."""
    return lambda email="": visit(email, reduced_motion="reduce")


@pytest.mark.parametrize("address", FOR_ALL.values(), ids=FOR_ALL)
def test_a_page_for_all_is_accessible(look, address):
    page = look()
    page.goto(address)
    assert violations(page) == {}


@pytest.mark.parametrize("address", FOR_A_BUYER.values(), ids=FOR_A_BUYER)
def test_a_page_for_a_buyer_is_accessible(look, address):
    page = look(BUYER)
    page.goto(address)
    assert violations(page) == {}


def test_what_a_buyer_opens_from_the_lists_is_accessible(look):
    page = look(BUYER)
    page.goto("/library/")
    page.locator("#shelf h2 a").first.click()
    page.wait_for_url(re.compile(r"/library/\d+/$"))
    assert violations(page) == {}
    page.goto("/orders/")
    page.locator("main th a").first.click()
    assert violations(page) == {}
    page.get_by_role("link", name="Invoice").click()
    assert violations(page) == {}


def test_the_way_of_a_purchase_is_accessible_at_every_step(look):
    page = look()
    acts.buy_now(page)
    assert violations(page) == {}
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    page.get_by_role("link", name="Write your e-mail address.").wait_for()
    assert violations(page) == {}
    page.goto("/cart/")
    assert violations(page) == {}
    page.goto("/checkout/")
    acts.fill_checkout(page, acts.somebody("able"))
    acts.place(page)
    assert violations(page) == {}
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)
    assert violations(page) == {}


def test_a_listing_that_is_no_longer_on_sale_is_accessible(visit, look):
    seller, admin, page = visit("ben@stoa.example"), visit("admin@stoa.example"), look()
    seller.goto("/admin/pages/")
    edit = seller.get_by_role("link", name=re.compile("^Room tones", re.I)).first.get_attribute("href")
    admin.goto(edit.replace("edit", "unpublish"))
    admin.locator("main form [type=submit]").first.click()
    desk.see_success(admin)
    page.goto("/stores/okafor-sound/room-tones/")
    expect(page.locator("#buy-cta")).to_have_count(0)
    assert violations(page) == {}


def test_the_first_tab_stop_skips_to_the_content(visit):
    page = visit()
    page.goto("/discover/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_suggestions_are_chosen_by_the_arrow_keys(visit):
    page = visit()
    page.goto("/")
    box = page.locator("#site-search")
    expect(box).to_have_attribute("role", "combobox")  # its script has loaded
    box.focus()
    page.keyboard.type("aster")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Aster")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(" s")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stores/marlow-type/aster-serif/")


def test_a_keyboard_is_enough_to_buy(visit):
    page = visit()
    page.goto(acts.SMALL_STAIRS)
    tab_to(page, page.locator("#buy-cta"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout/")
    tab_to(page, page.get_by_label("E-mail address", exact=True))
    page.keyboard.type("keys@example.com")
    tab_to(page, page.get_by_label("Country"))
    page.keyboard.type("Germany")
    tab_to(page, page.get_by_label("Deliver at once"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name=re.compile("^Pay €")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/stripe-test/pay/**")
    tab_to(page, page.get_by_label("Card number"))
    page.keyboard.type(acts.GOOD_CARD)
    page.keyboard.press("Enter")
    acts.see_thanks(page)


def tab_to(page, control, most=60):
    """Press Tab until the control has the focus; fails when it cannot be reached."""
    control.wait_for()
    for _ in range(most):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} cannot be reached by Tab")

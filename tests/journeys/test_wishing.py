"""A visitor wishes, signs in and finds it; follows a store; hears of a lower price, and ends such mails."""

import re

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import sign_in

SELLER, BUYER = "ada@stoa.example", "sam@stoa.example"
HALF_A_MINUTE = 40_000  # the demo's heart beats in between
# Before that a press does the same the plain way, and a whole page answers.
AWAKE = "() => customElements.get('personal-marks')"


def heart(page):
    return page.get_by_role("button", name="Add to wish list: Wayfarer")


def lower_the_price(page):
    """The seller takes a cent off, in the list."""
    page.goto("/admin/listings/?q=Wayfarer")
    row = page.get_by_role("row").filter(has_text="Wayfarer")
    row.get_by_title("Change price and stock").click()
    field = row.locator("input[name$=-price]").first
    field.fill(f"{float(field.input_value()) - 0.01:.2f}")
    row.get_by_role("button", name="Save prices").click()
    expect(page.locator(".messages")).to_contain_text("Wayfarer")


def test_a_visitor_wishes_signs_in_and_hears_of_a_lower_price_until_one_click_ends_it(visit):
    page = visit()
    page.goto("/search/?q=Wayfarer")
    page.wait_for_function(AWAKE)
    heart(page).click()
    expect(page.locator(".toast")).to_contain_text("is on your wish list. Sign in to keep it.")
    expect(heart(page)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(heart(page)).to_have_attribute("aria-pressed", "true")

    sign_in(page, BUYER)
    page.goto("/wishes/")
    expect(page.get_by_role("heading", name="Wayfarer")).to_be_visible()

    lower_the_price(visit(SELLER))
    mails = visit()
    mail = (
        mails.get_by_role("row")
        .filter(has_text=BUYER)
        .filter(has_text=re.compile("Wayfarer.* costs less now"))
        .first
    )
    for _try in range(8):
        mails.goto("/outbox/")
        if mail.is_visible():
            break
        mails.wait_for_timeout(HALF_A_MINUTE / 4)
    mail.get_by_role("link").click()
    mails.get_by_text(re.compile("Send me no more of these")).wait_for()
    mails.locator("a[href*='/unsubscribe/']").first.click()
    mails.get_by_role("button", name="Send me no more").click()
    expect(mails.get_by_role("heading", level=1)).to_have_text("You get no more of these mails")
    page.goto("/account/notices/")
    expect(page.get_by_label("Lower prices on your wish list")).not_to_be_checked()

    mails.get_by_role("button", name="Send them again").click()
    page.goto("/wishes/")
    page.get_by_role("button", name=re.compile("^Remove.*Wayfarer")).click()
    expect(page.locator("#messages")).to_contain_text("Taken off your wish list.")


def test_a_visitor_follows_a_store_by_signing_in(visit):
    page = visit()
    page.goto(acts.SMALL_STAIRS)
    page.get_by_role("button", name=re.compile("^Follow")).click()
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill(BUYER)
    page.locator("input[name=password]").fill("stoa-demo")
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(f"**{acts.SMALL_STAIRS}")
    button = page.get_by_role("button", name=re.compile("^Following"))
    expect(button).to_have_attribute("aria-pressed", "true")

    page.goto("/account/stores/")
    page.get_by_role("button", name=re.compile("^Follow no longer")).click()

    expect(page.get_by_role("heading", name="You follow no store")).to_be_visible()


def test_a_heart_needs_no_script(visit):
    page = visit(java_script_enabled=False)
    page.goto("/search/?q=Wayfarer")
    heart(page).click()
    expect(page.locator("#messages")).to_contain_text("is on your wish list")
    assert page.url.endswith("/search/?q=Wayfarer")

    page.goto("/wishes/")
    page.get_by_role("button", name=re.compile("^Remove.*Wayfarer")).click()

    expect(page.get_by_role("heading", name="Nothing on your wish list")).to_be_visible()

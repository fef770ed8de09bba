"""From a stranger to a seller at the first step: an address, a code from the mail, three screens."""

import re
import secrets

from playwright.sync_api import expect

from tests.journeys import acts


def sign_up(page, email):
    """By e-mail and password; the code comes by mail."""
    page.goto("/accounts/signup/")
    page.locator("main input[name=email]").fill(email)
    password = secrets.token_urlsafe(16)
    for field in page.locator("main input[type=password]").all():
        field.fill(password)
    page.get_by_role("button", name="Create account").click()
    page.locator("main input[name=code]").wait_for()


def code_mailed_to(page, email):
    """Read in the outbox, as the person would in their mail."""
    page.goto("/outbox/")
    page.get_by_role("row").filter(has_text=email).first.get_by_role("link").click()
    words = page.locator(".mail-text").inner_text()
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", words, re.M)[0]


def test_a_stranger_signs_up_and_opens_a_store_in_three_screens(visit):
    page, mails, email = visit(), visit(), acts.somebody("dora")
    sign_up(page, email)
    page.locator("main input[name=code]").fill(code_mailed_to(mails, email))
    page.locator("main form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "confirm" not in url)

    page.goto("/sell/")
    page.get_by_role("link", name="Open your store").first.click()
    page.get_by_label("Name of the business").fill("Dora Kiln")
    page.get_by_label("Country").select_option("DK")
    page.get_by_label("I accept the terms for sellers.").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Tagline").fill("Glazes and notes")
    page.get_by_role("button", name="Open the store").click()

    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", name="Your way to the first sale")).to_be_visible()
    expect(page.get_by_role("link", name="Write your first listing")).to_be_visible()

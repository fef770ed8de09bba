"""A visitor switches to German, buys as a guest, and everything that follows is German."""

import re

from playwright.sync_api import expect

from tests.journeys import acts


def test_a_guest_buys_in_german_and_the_receipt_is_german(visit):
    page, gast = visit(), acts.somebody("gast")
    page.goto(acts.SMALL_STAIRS)
    page.get_by_role("button", name="Deutsch").click()
    page.wait_for_url(f"**/de{acts.SMALL_STAIRS}")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "de")

    page.locator("#buy-cta").click()
    page.wait_for_url("**/de/checkout/")
    page.get_by_label("E-Mail-Adresse").first.fill(gast)
    page.get_by_label("Land").select_option("DE")
    page.get_by_label("Sofort liefern").check()
    page.get_by_role("button", name=re.compile("^Zahlungspflichtig bestellen: 16,00")).click()
    page.wait_for_url("**/stripe-test/pay/**")
    acts.pay_with(page, acts.GOOD_CARD)
    page.get_by_role("heading", name="Vielen Dank").wait_for()
    assert "/de/orders/" in page.url

    page.goto("/outbox/")
    receipt = page.get_by_role("row").filter(has_text=gast)
    expect(receipt).to_contain_text("Ihr Kaufbeleg")

    page.goto("/")
    page.wait_for_url("**/de/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

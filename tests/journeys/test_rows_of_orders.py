"""A seller and their orders, each row of the task table in as few clicks as it promises."""

import re

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.clicks import Clicks


def test_row_15_the_orders_of_last_month_as_a_spreadsheet_in_four_clicks(visit):
    page = visit("ada@stoa.example")
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="Orders", exact=True))
    effort.press(page.get_by_role("link", name="Last month"))
    expect(page).to_have_url(re.compile("paid=last-month"))
    effort.press(page.get_by_role("button", name="Actions", exact=True))
    with page.expect_download() as caught:
        effort.press(page.get_by_role("link", name="Download XLSX"))

    assert caught.value.suggested_filename.endswith(".xlsx")
    assert effort.count == 4
    assert effort.screens == 2


def test_row_16_from_the_mail_of_an_order_to_a_full_refund_in_three_clicks(visit):
    buyer, mails, seller = visit(), visit(), visit("ben@stoa.example")
    buy_from_ben(buyer)
    mails.goto("/outbox/")
    row = mails.get_by_role("row").filter(has_text="ben@stoa.example").filter(has_text="Sold:").first
    row.get_by_role("link").click()
    address = mails.locator(".mail-text").inner_text().split("refund it:")[1].split()[0]
    effort = Clicks(seller)

    seller.goto(address)
    effort.count, effort.seen = 1, {seller.url}  # the link in the mail
    effort.press(seller.get_by_role("main").get_by_role("link", name="Refund", exact=True))
    seller.get_by_label("Reason").fill("Sold the wrong file.")
    effort.press(seller.get_by_role("button", name="Refund"))

    expect(seller.locator(".messages .success")).to_be_visible()
    assert effort.count == 3
    assert effort.screens == 2


def buy_from_ben(page):
    """Something of his, as a guest."""
    page.goto("/search/?q=harbour+bells")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Forty harbour bells")).first.click()
    page.locator("#buy-cta").click()
    acts.fill_checkout(page, acts.somebody("gast"))
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)

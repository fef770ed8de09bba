"""A seller's first day, each row of the task table in as few clicks as it promises."""

import re
import secrets

from playwright.sync_api import expect

from tests.journeys import acts, desk
from tests.journeys.clicks import Clicks
from tests.journeys.test_become_a_seller import code_mailed_to, sign_up


def test_row_10_from_sell_to_an_open_draft_shop_in_three_presses_and_a_tick(visit):
    page, mails, email = visit(), visit(), acts.somebody("frida")
    sign_up(page, email)
    page.locator("main input[name=code]").fill(code_mailed_to(mails, email))
    page.locator("main form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "confirm" not in url)
    page.goto("/sell/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="Open your store").first)
    page.get_by_label("Name of the business").fill("Frida Loom")
    page.get_by_label("Country").select_option("SE")
    page.get_by_label("I accept the terms for sellers.").check()
    effort.press(page.get_by_role("button", name="Continue"))
    effort.press(page.get_by_role("button", name="Open the store"))

    expect(page.get_by_role("heading", name="Your way to the first sale")).to_be_visible()
    assert effort.count == 3  # and the tick at the terms, which nobody should press for the seller
    assert effort.screens == 3 + 1  # three with something to press; the fourth is the home they lead to


def test_row_12_a_first_listing_from_a_starter_with_cover_and_file_is_submitted(visit):
    page = visit("elin@stoa.example")
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="New listing").first)
    effort.press(page.get_by_role("link", name=re.compile("^E-book")))
    page.get_by_role("textbox", name="Title*", exact=True).fill(f"Light at noon {secrets.token_hex(3)}")
    page.get_by_label("What the cover shows").fill("A plain sheet")
    desk.upload_cover(page, desk.picture())
    effort.count += 4  # choose, the tab for uploads, the file, upload
    effort.press(page.get_by_role("tab", name=re.compile("^Files")))
    page.locator("input[type=file][name=files-0-file]").set_input_files(desk.text_file("noon.txt", b"Light"))
    effort.count += 1
    effort.press(page.get_by_role("button", name="Submit to review"))

    desk.see_success(page)
    assert effort.count == 9  # three, four for the cover, two for the file, without which nothing is sold
    assert effort.screens <= 4


def test_what_is_missing_leads_to_the_field_that_mends_it(visit):
    page = visit("elin@stoa.example")
    page.goto("/admin/")
    page.get_by_role("link", name="New listing").first.click()
    page.get_by_role("link", name=re.compile("^E-book")).click()
    page.get_by_role("textbox", name="Title*", exact=True).fill(f"Light at dusk {secrets.token_hex(3)}")
    page.keyboard.press("Tab")
    desk.submit(page)

    page.get_by_role("link", name=re.compile("^Add at least one file")).first.click()
    expect(page.locator("input[type=file][name=files-0-file]")).to_be_visible()
    page.get_by_role("tab", name=re.compile("^Listing")).click()
    page.get_by_role("link", name="Choose a cover picture.").first.click()

    expect(page.get_by_role("button", name="Choose an image").first).to_be_in_viewport()

"""What the people of the admin do every day, with the clicks that it may cost them at most."""

import re
import secrets
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.journeys.clicks import Clicks

SELLER, ADMIN, MODERATOR = "ada@stoa.example", "admin@stoa.example", "moderator@stoa.example"


def test_a_seller_changes_a_live_price_in_three_clicks(visit):
    page = visit(SELLER)
    page.goto("/admin/")
    trip, price = Clicks(page), f"2{secrets.randbelow(10)}.{secrets.randbelow(90) + 10}"

    trip.press(page.get_by_role("link", name="My listings").first)
    row = page.get_by_role("row").filter(has_text="Bench Grotesk")
    trip.press(row.get_by_title("Change price and stock"))
    row.locator("input[name$=-price]").first.fill(price)
    trip.press(row.get_by_role("button", name="Save prices"))

    expect(page.locator(".messages")).to_contain_text(price)
    assert (trip.count <= 3, trip.screens <= 2) == (True, True)
    buyer = visit()
    buyer.goto("/search/?q=Bench+Grotesk")
    expect(buyer.get_by_role("main").get_by_text(f"from €{price}").first).to_be_visible()


def test_a_seller_reads_earnings_and_the_best_listing_without_a_click(visit):
    page = visit(SELLER)

    page.goto("/admin/")

    for label in ("Today", "Last 7 days", "Last 30 days"):
        expect(page.locator("dt", has_text=label).first).to_be_visible()
    expect(page.get_by_role("heading", name="Best listings")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Earnings of the last 30 days"))).to_be_visible()


def test_a_seller_reaches_the_payout_page_in_one_click(visit):
    page = visit(SELLER)
    page.goto("/admin/")
    trip = Clicks(page)

    trip.press(page.get_by_role("link", name="Say where your money goes"))

    assert trip.count <= 1
    assert "/account/payouts" in unquote(page.url)


def test_an_owner_invites_a_helper_who_sees_orders_and_no_listings(visit):
    owner, mails = visit(SELLER), visit()
    owner.goto("/admin/")
    owner.get_by_role("button", name="Your store").click()
    owner.get_by_role("link", name="Team", exact=True).click()
    owner.get_by_label("E-mail address").fill("bo@stoa.example")
    owner.get_by_role("button", name="Send the invitation").click()
    mails.goto("/outbox/")
    mails.get_by_role("row").filter(has_text="Join the team").first.get_by_role("link").click()
    link = re.search(r"http://\S+/account/invitation/\S+", mails.locator(".mail-text").inner_text())[0]

    helper = visit("bo@stoa.example")
    helper.goto(link)
    helper.get_by_role("button", name="Join the team").click()
    helper.wait_for_url("**/admin/")
    orders = helper.get_by_role("link", name="Orders", exact=True).count()
    listings = helper.get_by_role("link", name="My listings", exact=True).count()
    helper.get_by_role("button", name="Your store").click()
    helper.get_by_role("link", name="Team", exact=True).click()
    helper.get_by_role("button", name="Leave the team").click()

    assert (orders, listings) == (1, 0)
    assert helper.goto("/admin/orders/").status == 403


def test_a_sellers_import_shows_its_errors_and_makes_nothing(visit):
    page = visit(SELLER)
    page.goto("/admin/listings/import/")
    table = b"title,price\nGood one,9.00\nBad one,cheap\n"

    page.locator("input[type=file]").set_input_files(
        {"name": "listings.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_role("button", name="Read the file").click()

    expect(page.get_by_role("alert")).to_contain_text("1 row has an error")
    expect(page.get_by_role("listitem").filter(has_text="Line 3, price:")).to_contain_text("Enter a number.")
    expect(page.get_by_role("cell").filter(has_text="cheap")).to_contain_text("Enter a number.")
    page.goto("/admin/listings/?q=Good+one")
    expect(page.get_by_text("No listing of yours fits.")).to_be_visible()

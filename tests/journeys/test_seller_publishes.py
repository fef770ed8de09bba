"""A seller's listing goes on sale and is changed, each time past a moderator."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys import acts, desk

SELLER, MODERATOR = "ada@stoa.example", "moderator@stoa.example"


@pytest.fixture
def title():
    return f"Harbour Gothic {secrets.token_hex(3)}"


def begin_listing(page, title):
    """Home → My listings → Add → a starter: three clicks."""
    page.goto("/admin/")
    page.get_by_role("link", name="My listings").click()
    page.get_by_role("link", name="New listing").first.click()
    page.get_by_role("link", name=re.compile("^Font family")).click()
    page.get_by_role("textbox", name="Title").fill(title)
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")


def complete_listing(page):
    """Cover, price and file."""
    desk.open_tab(page, "Listing")
    desk.upload_cover(page, desk.picture())
    page.get_by_label("What the cover shows").fill("A plain sheet")
    desk.open_tab(page, "Price")
    page.locator("[name=offers-0-price]").fill("31")
    desk.open_tab(page, "Files")
    page.locator("input[type=file][name=files-0-file]").set_input_files(
        desk.text_file("specimen.txt", b"Harbour")
    )


def decide(page, title, act):
    """The moderator's home → the listing → a decision: two clicks to approve."""
    page.goto("/admin/")
    page.get_by_role("link", name=title, exact=True).first.click()
    act(page)
    desk.see_success(page)


def approve(page):
    page.get_by_role("button", name="Approve", exact=True).click()


def test_a_seller_publishes_past_a_moderator_and_a_live_price_waits_for_approval(visit, title):
    seller, moderator, stranger = visit(SELLER), visit(MODERATOR), visit()

    begin_listing(seller, title)
    desk.submit(seller)
    expect(seller.get_by_text("Not ready for buyers yet.")).to_be_visible()
    expect(seller.get_by_text("Choose a cover picture.").first).to_be_visible()
    complete_listing(seller)
    desk.submit(seller)
    desk.see_success(seller)
    decide(moderator, title, approve)

    stranger.goto(f"/search/?q={title.replace(' ', '+')}")
    stranger.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(stranger.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(stranger.locator("#buy")).to_contain_text("€31")
    address = stranger.url

    seller.goto("/admin/listings/")
    seller.get_by_role("link", name=title, exact=True).click()
    desk.open_tab(seller, "Price")
    seller.locator("[name=offers-0-price]").fill("41")
    desk.submit(seller)
    desk.see_success(seller)
    stranger.goto(address)
    expect(stranger.locator("#buy")).to_contain_text("€31")
    stranger.locator("#buy-cta").click()
    expect(stranger.get_by_role("button", name="Pay €31.00")).to_be_visible()

    decide(moderator, title, approve)
    stranger.goto(address)
    expect(stranger.locator("#buy")).to_contain_text("€41")
    stranger.goto("/checkout/")
    expect(stranger.get_by_text("it was €31.00, now it is €41.00")).to_be_visible()
    acts.fill_checkout(stranger, acts.somebody("late"))
    acts.place(stranger)
    acts.pay_with(stranger, acts.GOOD_CARD)
    acts.see_thanks(stranger)
    assert acts.download(stranger) == ("specimen.txt", b"Harbour")


def test_a_moderator_asks_for_changes_and_the_seller_reads_why(visit, title):
    seller, moderator = visit(SELLER), visit(MODERATOR)
    begin_listing(seller, title)
    complete_listing(seller)
    desk.submit(seller)
    desk.see_success(seller)

    def ask(page):
        desk.more_actions(page, "Request changes")
        asked = page.locator(".modal-dialog")
        asked.locator("textarea").fill("Please show the numerals, too.")
        asked.locator("[type=submit]").click()

    decide(moderator, title, ask)
    seller.goto("/admin/listings/")
    seller.get_by_role("link", name=title, exact=True).click()
    seller.get_by_role("button", name="Toggle status").click()
    seller.locator("[data-a11y-dialog-show=workflow-status-dialog]").first.click()
    expect(seller.get_by_text("Please show the numerals, too.").first).to_be_visible()

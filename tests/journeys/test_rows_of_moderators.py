"""A moderator decides: each row of the task table in as few clicks as it promises."""

import secrets

from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.clicks import Clicks
from tests.journeys.test_seller_publishes import MODERATOR, SELLER, begin_listing, complete_listing


def submitted(visit):
    """The title of a listing that waits for the moderator."""
    page, title = visit(SELLER), f"Harbour Gothic {secrets.token_hex(3)}"
    begin_listing(page, title)
    complete_listing(page)
    desk.submit(page)
    desk.see_success(page)
    return title


def test_row_23_a_moderator_approves_in_two_clicks_on_two_screens(visit):
    title, page = submitted(visit), visit(MODERATOR)
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name=title, exact=True).first)
    effort.press(page.get_by_role("button", name="Approve", exact=True))

    desk.see_success(page)
    assert effort.count == 2
    assert effort.screens <= 3  # the home, the editor, and the list that says it is done


def test_row_24_a_moderator_asks_for_changes_beside_a_field_in_five_clicks_and_the_seller_reads_it(visit):
    title, page, seller = submitted(visit), visit(MODERATOR), visit(SELLER)
    words = "How many weights are there?"
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name=title, exact=True).first)
    field = page.locator("[data-contentpath=summary]")
    field.locator("textarea").hover()
    effort.press(field.get_by_role("button", name="Add comment"))
    box = page.locator(".comment-mode textarea, .comment textarea").first
    box.fill(words)
    effort.press(page.get_by_role("button", name="Comment", exact=True))
    effort.press(page.get_by_role("button", name="More actions").last)
    effort.press(page.get_by_role("button", name="Request changes as commented", exact=True))

    desk.see_success(page)
    assert effort.count == 5
    assert effort.screens <= 3
    seller.goto("/admin/listings/")
    seller.get_by_role("link", name=title, exact=True).click()
    expect(seller.get_by_text(f"Summary: {words}").first).to_be_visible()
    seller.get_by_role("button", name="Toggle comments").click()
    expect(seller.locator(".comment__text", has_text=words)).to_be_visible()


def test_row_24_a_moderator_asks_for_changes_in_four_clicks_and_the_seller_reads_why(visit):
    title, page, seller = submitted(visit), visit(MODERATOR), visit(SELLER)
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name=title, exact=True).first)
    effort.press(page.get_by_role("button", name="More actions").last)
    effort.press(page.get_by_role("button", name="Request changes", exact=True))
    asked = page.locator(".modal-dialog")
    asked.locator("textarea").fill("Say in the summary how many weights.")
    effort.press(asked.locator("[type=submit]"))

    desk.see_success(page)
    assert effort.count == 4
    assert effort.screens <= 3
    seller.goto("/admin/listings/")
    seller.get_by_role("link", name=title, exact=True).click()
    expect(seller.get_by_text("Say in the summary how many weights.").first).to_be_visible()

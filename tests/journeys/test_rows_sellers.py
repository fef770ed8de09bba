"""Staff and sellers at the door: each row of the task table in as few clicks as it promises."""

from playwright.sync_api import expect

from tests.journeys.clicks import Clicks


def test_row_25_an_admin_suspends_a_seller_in_four_clicks_and_lifts_it_again(visit):
    page, clicks, screens = visit("admin@stoa.example"), 0, 1
    page.goto("/admin/")

    page.get_by_role("link", name="Sellers", exact=True).click()
    clicks, screens = clicks + 1, screens + 1
    row = page.get_by_role("row").filter(has_text="ben@stoa.example")
    row.get_by_role("button", name="More options").click()
    page.get_by_role("link", name="Suspend", exact=True).click()
    clicks, screens = clicks + 2, screens + 1
    expect(page.get_by_text("Buyers keep what they bought")).to_be_visible()
    page.get_by_label("Reason").fill("A complaint about fonts.")
    page.get_by_role("button", name="Suspend").click()
    clicks += 1

    expect(page.locator(".messages .success")).to_contain_text("is now suspended")
    assert (clicks, screens) == (4, 3)
    _lift(page)


def _lift(page):
    """The shop is shared by all journeys."""
    row = page.get_by_role("row").filter(has_text="ben@stoa.example")
    row.get_by_role("button", name="More options").click()
    page.get_by_role("link", name="Lift the suspension").click()
    page.get_by_role("button", name="Lift the suspension").click()
    expect(page.locator(".messages .success")).to_contain_text("is now")


def test_row_17_a_licence_key_is_revoked_and_a_new_one_issued_in_four_clicks(visit):
    page = visit("ada@stoa.example")
    page.goto("/admin/")
    clicks = Clicks(page)

    clicks.press(page.get_by_role("button", name="Customers"))
    clicks.press(page.get_by_role("link", name="Licences", exact=True))
    row = page.get_by_role("row").filter(has_text="Quoin Proof").first
    before = row.get_by_role("link").first.inner_text()
    clicks.press(row.get_by_role("link", name="New key"))
    clicks.press(page.get_by_role("button", name="Revoke and issue a new key"))

    page.get_by_text("Programs learn of it when they ask next").wait_for()
    assert clicks.count == 4
    page.goto("/admin/reports/licences/")
    again = page.get_by_role("row").filter(has_text="Quoin Proof").first
    expect(again.get_by_role("link").first).not_to_have_text(before)

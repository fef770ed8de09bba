"""An editor keeps the shop window: each row of the task table in as few clicks as it promises."""

import re
import secrets
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.clicks import Clicks

EDITOR = "editor@stoa.example"


def publish(page, effort):
    """Two clicks: the menu beside "Save draft", and "Publish" in it."""
    effort.press(page.get_by_role("button", name="More actions").last)
    effort.press(page.get_by_role("button", name="Publish", exact=True))


def test_row_19_a_landing_page_is_scheduled_for_monday_in_fourteen_clicks(visit):
    page, stranger, slug = visit(EDITOR), visit(), f"spring-{secrets.token_hex(3)}"
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="New landing page"))
    page.get_by_role("textbox", name="Title").fill(slug)
    page.get_by_label("Heading").first.fill("Spring in the hills")
    for number, title in enumerate(("Five Ridges", "Quoin Display", "Bench Grotesk")):
        choose_listing(page, effort, number, title)
    effort.press(page.get_by_role("button", name="Toggle preview"))
    expect(preview(page).get_by_role("heading", name="Spring in the hills")).to_be_visible()
    expect(preview(page).get_by_role("link", name="Five Ridges")).to_be_visible()
    schedule(page, effort, next_monday())

    expect(page.get_by_text(f"'{slug}' has been scheduled")).to_be_visible()
    assert effort.count <= 14
    assert effort.screens <= 4  # the form has another address once it is kept
    assert stranger.goto(f"/{slug}/").status == 404


def choose_listing(page, effort, number, title):
    """Two clicks: the chooser of a place that stands empty, and the listing under the words typed there."""
    place = page.locator(f"[id$='-value-listings-{number}-value-chooser']")
    effort.press(place.get_by_role("button", name="Choose a page"))
    modal = page.locator(".modal-dialog")
    modal.get_by_role("textbox", name="Search term").fill(title)
    effort.press(modal.locator("a.choose-page").filter(has_text=title).first)
    modal.wait_for(state="detached")


def preview(page):
    """What the panel beside the form shows."""
    return page.frame_locator("iframe[title='Preview']").first


def next_monday():
    """Nine o'clock, as the date field reads it."""
    today = date.today()
    return f"{today + timedelta(days=7 - today.weekday()):%Y-%m-%d} 09:00"


def schedule(page, effort, moment):
    """Six clicks: the status panel, its dialog, the calendar away, save; the menu, and what it offers now."""
    effort.press(page.get_by_role("button", name="Toggle status"))
    effort.press(page.get_by_role("button", name="Set schedule"))
    page.locator("[name=go_live_at]").fill(moment)
    page.locator(".xdsoft_datetimepicker:visible").wait_for()  # it opens a moment after the field has focus
    effort.press(page.get_by_role("heading", name="Set publishing schedule"))  # beside the open calendar
    effort.press(page.get_by_role("button", name="Save schedule"))
    desk.see_success(page)
    effort.press(page.get_by_role("button", name="More actions").last)
    effort.press(page.get_by_role("button", name="Schedule to publish"))


def test_row_20_a_featured_listing_is_exchanged_in_six_clicks(visit):
    page, stranger = visit(EDITOR), visit()
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="Edit the home page"))
    chosen = page.locator("[id$='-value-listings-0-value-chooser']").first
    effort.press(chosen.get_by_role("button", name="Actions"))
    effort.press(page.get_by_role("button", name="Choose another page").first)
    modal = page.locator(".modal-dialog")
    pick = modal.locator("a.choose-page").filter(has_text="Last light").first  # on sale, from the same store
    title = pick.inner_text().strip()
    effort.press(pick)
    modal.wait_for(state="detached")
    publish(page, effort)

    desk.see_success(page)
    assert effort.count == 6
    assert effort.screens <= 4
    stranger.goto("/")
    expect(stranger.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


def test_row_21_a_renamed_page_leads_on_after_three_clicks_on_one_screen(visit):
    page, stranger = visit(EDITOR), visit()
    find_page(page, "About Stoa")
    effort = Clicks(page)

    effort.press(page.get_by_role("tab", name=re.compile("^Promote")))
    slug = f"about-{secrets.token_hex(3)}"
    page.locator("[name=slug]").fill(slug)
    publish(page, effort)

    desk.see_success(page)
    assert effort.count == 3
    stranger.goto("/about/")
    expect(stranger).to_have_url(re.compile(f"/{slug}/$"))


def find_page(page, title):
    """Open a page in the editor, by the search field of the home."""
    page.goto("/admin/")
    page.get_by_role("searchbox", name="Find a page").fill(title)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")


def test_row_22_a_listing_is_promoted_for_a_term_in_five_clicks(visit):
    page, stranger, term = visit(EDITOR), visit(), f"lettering {secrets.token_hex(2)}"
    page.goto("/admin/")
    effort = Clicks(page)

    effort.press(page.get_by_role("link", name="Promote a listing in search"))
    page.locator("[name=query_string]").fill(term)
    effort.press(page.get_by_role("button", name="Add a recommended result"))
    effort.press(page.get_by_role("button", name=re.compile("Choose a page")).filter(visible=True).first)
    modal = page.locator(".modal-dialog")
    modal.get_by_role("textbox", name="Search term").fill("Bench Grotesk")
    effort.press(modal.locator("a.choose-page").filter(has_text="Bench Grotesk").first)
    modal.wait_for(state="detached")
    effort.press(page.get_by_role("button", name="Create"))

    desk.see_success(page)
    assert effort.count <= 5
    assert effort.screens <= 3
    stranger.goto(f"/search/?q={term.replace(' ', '+')}")
    expect(stranger.get_by_role("main").get_by_role("link", name="Bench Grotesk").first).to_be_visible()

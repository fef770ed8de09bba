"""A guest tries a subscription, changes the plan, pays, pauses, goes on, and goes up for the difference."""

import re

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.test_subscription import KITCHEN, see, step

OTHER_CARD = "5555 5555 5555 4444"  # each card can try it once in a shop


def choose(page, name):
    """Look at another plan and what it would cost."""
    page.get_by_role("link", name="Change the plan").click()
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="See what it costs").click()
    return page.get_by_role("main")


def test_try_change_pay_pause_go_on_and_go_up(visit):
    page, tria = visit(), acts.somebody("tria")
    page.goto(KITCHEN)
    page.get_by_label("New rooms, by the year").check()
    page.locator("#buy-cta").click()
    page.wait_for_url("**/checkout/")
    expect(page.get_by_role("main")).to_contain_text("Nothing is charged today. After 14 days, €60.00 a year")
    acts.fill_checkout(page, tria)
    page.get_by_role("button", name="Begin the trial").click()
    page.get_by_label("Card number").fill(OTHER_CARD)
    page.get_by_role("button", name="Start the trial").click()
    acts.see_thanks(page)
    page.get_by_role("link", name="Manage subscription").click()
    see(page, "You try it for nothing until")
    see(page, "mastercard 4444")

    said = choose(page, "New rooms")
    expect(said).to_contain_text("It begins at once and costs nothing until")
    page.get_by_role("button", name="Change to this plan").click()
    see(page, "Then €6.00 a month is charged")

    step(page)  # Stripe warns
    step(page)  # the trial is over
    see(page, "The next payment is on")
    see(page, r"€6\.00 a month")

    page.get_by_text("Pause the subscription").click()
    page.get_by_label("Pause for").select_option(label="2 months")
    page.get_by_role("button", name="Pause now").click()
    see(page, "It is paused: paid until")
    page.get_by_role("button", name="Go on now").click()
    see(page, "The next payment is on")

    said = choose(page, "by the year")
    expect(said).to_contain_text(
        "is charged today: what you have paid for the rest of this period is taken off"
    )
    page.get_by_role("button", name=re.compile("^Pay €5[0-9]")).click()
    see(page, r"€60\.00 a year")
    address = page.url
    acts.open_mail(page, tria, "Your plan for Kitchen percussion is now New rooms, by the year")

    page.goto(address)
    payments = page.locator("section", has=page.get_by_role("heading", name="Payments")).get_by_role("row")
    expect(payments).to_have_count(3)

"""Somebody subscribes, is renewed, owes, pays with another card, cancels, and it ends."""

import re

from playwright.sync_api import expect

from tests.journeys import acts

BUYER = "bo@stoa.example"
KITCHEN = "/stores/okafor-sound/kitchen-percussion/"
TITLE = "Kitchen percussion"
PATIENCE = 30_000
BAD_CARD = "4000 0000 0000 0341"  # can be saved, is always declined


def step(page):
    """Let the next thing that Stripe would wait for come now, and go back to the subscription."""
    here = page.url
    page.get_by_role("link", name="Test shop: let time pass").click()
    page.get_by_role("button", name="Let its next step come now").click()
    page.goto(here)


def see(page, words):
    """Events need a moment: look again until the page says so."""
    for _ in range(30):
        if page.get_by_role("main").get_by_text(re.compile(words)).count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_role("main")).to_contain_text(re.compile(words))


def give_card(page, number):
    page.get_by_role("button", name="Use another card").click()
    page.get_by_label("Card number").fill(number)
    page.get_by_role("button", name="Save the card").click()
    page.wait_for_url("**/subscriptions/**")


def test_subscribe_renew_fail_recover_cancel_end(visit):
    page = visit(BUYER)
    page.goto(KITCHEN)
    page.get_by_label("New rooms", exact=False).first.check()
    page.locator("#buy-cta").click()
    page.wait_for_url("**/checkout/")
    expect(page.get_by_role("main")).to_contain_text("€6.00 is charged today, and €6.00 again every month")
    acts.fill_checkout(page)
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)
    page.get_by_role("link", name="Manage subscription").click()
    see(page, "The next payment is on")
    payments = page.locator("section", has=page.get_by_role("heading", name="Payments")).get_by_role("row")
    expect(payments).to_have_count(1)

    step(page)
    see(page, "The next payment is on")
    for _ in range(30):
        if payments.count() == 2:
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(payments).to_have_count(2)

    give_card(page, BAD_CARD)
    expect(page.get_by_role("main")).to_contain_text("visa 0341")
    step(page)
    see(page, "We could not take €6.00 from your card")
    address = page.url
    acts.open_mail(page, BUYER, f"We could not renew {TITLE}")
    expect(page.get_by_role("main")).to_contain_text("Nothing is lost")

    page.goto(address)
    give_card(page, acts.GOOD_CARD)
    see(page, "The next payment is on")
    expect(payments).to_have_count(3)

    page.get_by_text("Cancel the subscription").click()
    page.get_by_label("Why do you cancel?").select_option(label="I do not use it enough")
    page.get_by_role("button", name="Cancel now").click()
    see(page, "You have cancelled it")
    acts.open_mail(page, BUYER, f"You have cancelled {TITLE}")

    page.goto(address)
    step(page)
    see(page, "It ended on")
    page.goto("/library/?q=Kitchen")
    expect(page.get_by_role("main")).to_contain_text("No longer open to you")

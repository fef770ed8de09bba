"""A guest gives a book; the recipient redeems it from the mail, without an account, and opens the file."""

import re

from playwright.sync_api import expect

from tests.journeys import acts

PDF = b"%PDF-"


def give(page, giver, friend):
    """From the book's page to the giver's order page."""
    page.goto(acts.SMALL_STAIRS)
    page.get_by_role("button", name="Give as a gift").click()
    page.wait_for_url("**/checkout/?gift=1")
    expect(page.get_by_label("Yes, this order is a gift")).to_be_checked()
    page.get_by_label("E-mail address", exact=True).fill(giver)
    page.get_by_label("Country").select_option("DE")
    page.get_by_label(re.compile("^From")).fill("Grandma Ada")
    page.get_by_label("Their e-mail address").fill(friend)
    page.get_by_label("A few words").fill("For the boat. Mind your head.")
    page.get_by_label("Deliver as soon as it is redeemed").check()
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)


def redeem(page, friend):
    acts.open_mail(page, friend, "Grandma Ada gives you")
    page.locator("main a[href*='/gifts/']").first.click()
    page.get_by_role("heading", name="A gift from Grandma Ada").wait_for()
    expect(page.get_by_text("Mind your head.")).to_be_visible()
    page.get_by_label("E-mail address").fill(friend)
    page.get_by_role("button", name="Redeem the gift").click()
    page.get_by_role("heading", name="It is yours").wait_for()
    name, content = acts.download(page)
    assert (name, content[:5]) == ("small-stairs.pdf", PDF)


def test_a_guest_gives_a_book_and_a_friend_redeems_it_and_opens_the_file(visit):
    page, giver, friend = visit(), acts.somebody("ada"), acts.somebody("friend")
    give(page, giver, friend)
    expect(page.get_by_text("Not redeemed yet")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Download"))).to_have_count(0)

    redeem(visit(), friend)

    page.goto(page.url.split("?")[0])
    expect(page.get_by_text("It was redeemed on")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Download"))).to_have_count(0)


def test_it_works_without_scripts(visit):
    giver, friend = acts.somebody("plain"), acts.somebody("quiet")
    give(visit(java_script_enabled=False), giver, friend)

    redeem(visit(java_script_enabled=False), friend)

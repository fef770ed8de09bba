"""What buyers do most, and how many presses it may cost; the rows are those of the usability table."""

import re

import pytest

from tests.journeys import acts
from tests.journeys.clicks import Clicks


def test_row_1_a_suggestion_is_one_press_from_any_page(visit):
    page = visit()
    page.goto("/help/")
    clicks = Clicks(page)
    page.locator("#site-search").press_sequentially("icon")

    clicks.press(page.get_by_role("option").filter(has_text=re.compile("icon", re.I)).first)
    page.wait_for_url("**/stores/**")

    assert clicks.count == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_row_2_a_choice_is_an_address_that_a_friend_opens(visit, scripts):
    page, friend = visit(java_script_enabled=scripts), visit()
    page.goto("/discover/")
    clicks = Clicks(page)
    clicks.press(page.get_by_role("radio", name=re.compile("^Fonts")))
    clicks.press(page.get_by_role("radio", name=re.compile("^4 stars")))
    page.get_by_label("To", exact=True).press_sequentially("50")
    page.keyboard.press("Enter")  # the third press; without scripts it sends all three
    page.wait_for_url("**high=50**")

    assert (clicks.count + 1, clicks.screens) == (3, 1)
    assert "category=fonts" in page.url
    friend.goto(page.url)
    assert titles(friend) == titles(page) != []


def titles(page):
    page.get_by_text(re.compile(r"^\d+ results?$")).first.wait_for()
    return page.locator("#results h2, #results h3").all_inner_texts()


def test_rows_3_and_4_a_guest_has_the_file_after_three_presses_and_again_after_one(visit):
    page, gale = visit(), acts.somebody("gale")
    page.goto(acts.SMALL_STAIRS)
    clicks = Clicks(page)
    clicks.press(page.locator("#buy-cta"))
    page.get_by_label("E-mail address", exact=True).fill(gale)
    page.get_by_label("Country").select_option("DE")
    clicks.press(page.get_by_label("Deliver at once"))
    clicks.press(page.get_by_role("button", name=re.compile("^Pay €")))
    acts.pay_with(page, acts.GOOD_CARD)  # on Stripe's page, where a saved wallet asks for nothing
    acts.see_thanks(page)
    assert clicks.count == 3
    assert acts.download(page)[0] == "small-stairs.pdf"

    mail = visit()
    acts.open_mail(mail, gale, "Your receipt")
    with mail.expect_download() as promised:
        mail.locator("main").get_by_role("link", name=re.compile("#get-")).first.click()
    assert promised.value.suggested_filename == "small-stairs.pdf"
    acts.see_thanks(mail)
    assert "#" not in mail.url


def test_row_6_an_invoice_is_three_presses_from_the_library(visit):
    page = visit("bo@stoa.example")
    page.goto("/library/")
    clicks = Clicks(page)

    clicks.press(page.get_by_role("main").get_by_role("link", name="Your orders"))
    clicks.press(page.get_by_role("main").get_by_role("link", name=re.compile("Aster Serif")).first)
    clicks.press(page.get_by_role("link", name="Invoice"))

    assert "/invoice/" in page.url
    assert clicks.count == 3


def test_row_5_a_licence_key_is_copied_in_two_presses_from_the_library(visit):
    page = visit("bo@stoa.example", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/library/")
    clicks = Clicks(page)

    clicks.press(page.get_by_role("main").get_by_role("link", name=re.compile("Quoin Proof")).first)
    clicks.press(page.get_by_role("button", name="Copy the key"))

    assert clicks.count == 2
    assert page.evaluate("navigator.clipboard.readText()").startswith("QUOIN-")

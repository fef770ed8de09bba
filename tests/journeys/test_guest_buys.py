"""A visitor without an account buys a book and has the file, with scripts and without."""

import re

from playwright.sync_api import expect

from tests.journeys import acts

PDF = b"%PDF-"


def test_a_visitor_finds_a_book_buys_it_as_a_guest_and_opens_it_again_from_the_mail(visit):
    page, gale = visit(), acts.somebody("gale")
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Discover").click()
    page.get_by_role("heading", level=1).wait_for()
    search = page.locator("#site-search")
    search.press_sequentially("small st")
    page.get_by_role("option", name=re.compile("Small Stairs", re.I)).click()
    page.wait_for_url(f"**{acts.SMALL_STAIRS}")
    page.locator("#buy-cta").click()
    page.wait_for_url("**/checkout/")
    acts.fill_checkout(page, gale)
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)
    name, content = acts.download(page)
    assert (name, content[:5]) == ("small-stairs.pdf", PDF)

    elsewhere = visit()
    acts.open_mail(elsewhere, gale, "Your receipt")
    elsewhere.locator("main a[href*='/orders/']").first.click()
    acts.see_thanks(elsewhere)
    again = acts.download(elsewhere)
    assert again == (name, content)


def test_everything_works_without_scripts(visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    page.locator("#site-search").fill("small stairs")
    page.locator("#site-search").press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile("Small Stairs", re.I)).first.click()
    page.locator("#buy-cta").click()
    acts.fill_checkout(page, acts.somebody("plain"))
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)
    name, content = acts.download(page)
    assert (name, content[:5]) == ("small-stairs.pdf", PDF)


def test_a_declined_card_is_told_and_the_next_one_pays(visit):
    page = visit()
    acts.buy_now(page)
    acts.fill_checkout(page, acts.somebody("twice"))
    acts.place(page)
    acts.pay_with(page, acts.DECLINED_CARD)
    expect(page.get_by_role("alert")).to_contain_text("declined")
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)


def test_the_bank_may_ask_first(visit):
    page = visit()
    acts.buy_now(page)
    acts.fill_checkout(page, acts.somebody("careful"))
    acts.place(page)
    acts.pay_with(page, acts.CAREFUL_CARD)
    page.get_by_role("button", name="Fail authentication").click()
    page.get_by_role("alert").wait_for()
    acts.pay_with(page, acts.CAREFUL_CARD)
    page.get_by_role("button", name="Complete authentication").click()
    acts.see_thanks(page)


def test_back_from_the_payment_page_keeps_the_order_waiting_and_charges_nothing(visit):
    page = visit()
    acts.buy_now(page)
    acts.fill_checkout(page, acts.somebody("undecided"))
    acts.place(page)
    page.get_by_role("link", name="Back to the shop").click()
    page.get_by_role("heading", name="This order waits for its payment").wait_for()
    expect(page.get_by_text("Nothing was charged.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Pay €16")).click()
    page.wait_for_url("**/stripe-test/pay/**")
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)


def test_two_clicks_on_pay_are_one_order_and_back_leads_to_no_second_checkout(visit):
    page, hasty = visit(), acts.somebody("hasty")
    acts.buy_now(page)
    acts.fill_checkout(page, hasty)
    page.get_by_role("button", name=re.compile("^Pay €")).dblclick()
    page.wait_for_url("**/stripe-test/pay/**")
    page.get_by_label("Card number").fill(acts.GOOD_CARD)
    page.get_by_role("button", name=re.compile("^Pay €")).dblclick()
    acts.see_thanks(page)
    paid = page.url.split("?")[0]

    page.go_back()
    acts.see_thanks(page)
    assert page.url.split("?")[0] == paid
    page.goto("/checkout/")
    page.get_by_role("heading", name="Your cart is empty").wait_for()

    page.goto("/outbox/")
    receipts = page.get_by_role("row").filter(has_text=hasty)
    expect(receipts).to_have_count(1)

"""Somebody upgrades from the library and changes their mind: what they had before is back."""

import re

from playwright.sync_api import expect

from tests.journeys import acts

BUYER, SELLER = "sam@stoa.example", "ada@stoa.example"
QUOIN = "/stores/marlow-type/quoin-proof/"
BUTTON = "Upgrade to Studio of ten for €110"
FORMER = "Upgrade from Personal to Studio of ten"


def to_library(page):
    page.goto("/library/?q=Quoin+Proof")
    page.get_by_role("link", name="Quoin Proof").first.click()
    page.get_by_role("heading", name="Quoin Proof", level=1).wait_for()


def test_upgrade_and_have_it_undone(visit):
    page = visit(BUYER)
    acts.buy_now(page, QUOIN)
    acts.fill_checkout(page)
    acts.place(page)
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)

    page.goto(QUOIN)
    expect(page.locator("#buy").get_by_role("button", name=BUTTON)).to_be_visible()
    to_library(page)
    key = page.get_by_text(re.compile("QUOIN-")).first.inner_text()
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/checkout/")
    expect(page.get_by_role("main")).to_contain_text("€149 less the €39 paid so far")
    page.get_by_label("Country").select_option("IE")
    page.get_by_label("Deliver at once").check()
    acts.place(page)
    expect(page.get_by_text(FORMER).first).to_be_visible()
    acts.pay_with(page, acts.GOOD_CARD)
    acts.see_thanks(page)
    expect(page.get_by_role("main")).to_contain_text(FORMER)
    order = page.url.split("?")[0]
    number = re.search(r"S\d{7}", page.get_by_role("main").inner_text())[0]
    to_library(page)
    expect(page.get_by_role("main")).to_contain_text("Studio of ten")
    expect(page.get_by_text(key).first).to_be_visible()
    acts.open_mail(page, BUYER, f"Your receipt {number}")
    expect(page.get_by_role("main")).to_contain_text(FORMER)

    desk = visit(SELLER)
    desk.goto(f"/admin/orders/?q={number}")
    desk.get_by_role("link", name=number).click()
    desk.get_by_role("link", name="Refund", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text("A full refund undoes it.")
    desk.get_by_label("Reason").fill("Too many rooms for one person.")
    desk.get_by_role("button", name="Refund").click()

    for _ in range(30):
        page.goto(order)
        if page.get_by_text("you have “Personal” again").count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_role("main")).to_contain_text("Refunded: you have “Personal” again.")
    to_library(page)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()

"""Money goes back: the seller says why, the buyer reads it, and what was bought is kindly gone."""

import re

from playwright.sync_api import expect

from tests.journeys import acts, desk

BUYER, SELLER = "bo@stoa.example", "ada@stoa.example"
QUOIN = "/stores/marlow-type/quoin-display/"
REASON = "The wedges were not what you hoped for."


def money_report(page):
    """What the seller's report says of the listing."""
    page.goto("/admin/reports/sales-by-listing/")
    return page.get_by_role("row").filter(has_text="Quoin Display").first.inner_text()


def test_a_seller_refunds_an_order_and_everybody_sees_it(visit):
    buyer, seller = visit(BUYER), visit(SELLER)
    order = acts.buy(buyer, address=QUOIN)
    number = re.search(r"S\d{7}", buyer.get_by_role("main").inner_text())[0]
    buyer.goto("/library/?q=Quoin")
    held = buyer.get_by_role("link", name="Quoin Display").first.get_attribute("href")

    sold = money_report(seller)
    seller.goto("/admin/orders/")
    seller.get_by_role("link", name=number).first.click()
    seller.get_by_role("link", name="Refund", exact=True).click()
    seller.get_by_label("Reason").fill(REASON)
    seller.get_by_role("button", name="Refund", exact=True).click()
    desk.see_success(seller)
    refunded = seller.get_by_role("row").filter(has_text="Quoin Display").first
    expect(refunded).to_contain_text("€19.00")
    expect(refunded.get_by_role("link", name="Refund", exact=True)).to_have_count(0)

    buyer.goto(order)
    expect(buyer.get_by_role("heading", level=1)).to_have_text("This order was refunded")
    buyer.goto(held)
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("is no longer open to you")
    acts.open_mail(buyer, BUYER, number)
    expect(buyer.get_by_role("main")).to_contain_text(REASON)

    seller.goto("/admin/refunds/")
    expect(seller.get_by_role("row").filter(has_text=number).first).to_contain_text("19.00")
    assert money_report(seller) != sold

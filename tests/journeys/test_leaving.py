"""Somebody takes their data along, thinks twice about leaving, and is forgotten; the books are not."""

import io
import json
import re
import zipfile

from playwright.sync_api import expect

from tests.journeys import acts

SELLER = "ada@stoa.example"
QUOIN = "/stores/marlow-type/quoin-display/"
MOMENTS = 36  # of five seconds: the heartbeat beats once a minute


def sign_in_by_code(page, shop_mail, email):
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Code").wait_for()
    acts.open_mail(shop_mail, email, "sign-in code")
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", shop_mail.get_by_role("main").inner_text(), re.MULTILINE)[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def ask_to_leave(page):
    page.goto("/account/data/")
    page.get_by_role("link", name="Delete your account").click()
    page.get_by_label("I know that what I bought").check()
    page.get_by_role("button", name="Delete my account").click()
    page.get_by_role("button", name="Keep my account").wait_for()


def totals(page, number):
    page.goto(f"/admin/orders/?q={number}")
    return page.get_by_role("row").filter(has_text=number).first.inner_text()


def test_a_guest_takes_the_data_along_and_leaves_for_good(visit):
    page, shop_mail, seller, vera = visit(), visit(), visit(SELLER), acts.somebody("vera")
    acts.buy(page, vera, address=QUOIN)
    number = re.search(r"S\d{7}", page.get_by_role("main").inner_text())[0]
    sign_in_by_code(page, shop_mail, vera)

    page.goto("/account/data/")
    page.get_by_role("button", name="Make a file of my data").click()
    with page.expect_download() as promised:
        page.get_by_role("link", name="Download your data").click()
    archive = zipfile.ZipFile(io.BytesIO(promised.value.path().read_bytes()))
    assert [order["number"] for order in json.loads(archive.read("data.json"))["orders"]] == [number]
    before = totals(seller, number)
    assert "€19.00" in before

    ask_to_leave(page)
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Your account stays.")).to_be_visible()

    ask_to_leave(page)
    for _moment in range(MOMENTS):
        page.wait_for_timeout(5000)
        page.goto("/account/")
        if "/accounts/login/" in page.url:
            break
    assert "/accounts/login/" in page.url
    acts.open_mail(shop_mail, vera, "Your account is deleted")

    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(vera)
    page.locator("input[name=password]").fill("whatever-it-was")
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page.get_by_role("main")).to_contain_text("not correct")
    after = totals(seller, number)
    assert "€19.00" in after
    assert vera[:1] + "…@example.com" in before and "@example.com" not in after

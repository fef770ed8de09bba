"""What a person does in the shop, in the words of the person: buy, pay, read mail."""

import re
import secrets

GOOD_CARD = "4242 4242 4242 4242"
DECLINED_CARD = "4000 0000 0000 0002"
CAREFUL_CARD = "4000 0027 6000 3184"  # asks for 3-D Secure every time
SMALL_STAIRS = "/stores/sander-press/small-stairs/"


def somebody(name):
    """An address that nobody has used yet."""
    return f"{name}-{secrets.token_hex(4)}@example.com"


def buy_now(page, address=SMALL_STAIRS):
    """From a listing to the checkout."""
    page.goto(address)
    page.locator("#buy-cta").click()
    page.wait_for_url("**/checkout/")


def fill_checkout(page, email="", country="DE"):
    """Everything that is asked, but not the button. Members find their address filled in."""
    if email:
        page.get_by_label("E-mail address", exact=True).fill(email)
    page.get_by_label("Country").select_option(country)
    page.get_by_label("Deliver at once").check()


def place(page):
    """Press the one button of the checkout; lands on the payment page."""
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    page.wait_for_url("**/stripe-test/pay/**")


def pay_with(page, card):
    """Type a card on the payment page and pay."""
    page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def see_thanks(page):
    """The receipt is there."""
    page.get_by_role("heading", name="Thank you").wait_for()


def buy(page, email="", address=SMALL_STAIRS):
    """The whole trip with a good card; gives the order's address."""
    buy_now(page, address)
    fill_checkout(page, email)
    place(page)
    pay_with(page, GOOD_CARD)
    see_thanks(page)
    return page.url.split("?")[0]


def download(page, where="main"):
    """One click on the first file; gives its name and its bytes."""
    with page.expect_download() as promised:
        page.locator(where).get_by_role("button", name=re.compile("^Download")).first.click()
    return promised.value.suggested_filename, promised.value.path().read_bytes()


def open_mail(page, email, subject):
    """The newest mail of that subject to the address, as the outbox shows it."""
    page.goto("/outbox/")
    row = page.get_by_role("row").filter(has_text=email).filter(has_text=subject).first
    row.get_by_role("link").click()
    page.get_by_text(f"To {email}").wait_for()

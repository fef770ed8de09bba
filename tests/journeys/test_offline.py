"""Without a network the shop says so, nothing private stays, and a listing is ready before the click."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts

KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        kept[name] = requests.map((request) => new URL(request.url).pathname);
    }
    return kept;
}"""
BUYER = "bo@stoa.example"


@pytest.fixture
def settled(visit):
    """`settled(email)` opens a page under a worker that is at work."""

    def open_page(email=""):
        page = visit(email, service_workers="allow")
        page.goto("/discover/")
        if not page.locator("html[data-worker]").count():
            pytest.skip("this shop runs without SERVICE_WORKER")
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("navigator.serviceWorker.controller")
        return page

    return open_page


def test_without_a_network_the_shop_says_so_and_opens_by_itself_when_it_is_back(settled):
    page = settled()
    page.context.set_offline(True)
    page.goto("/stores/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Commissioner")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stores")


def test_nothing_that_a_buyer_saw_is_in_a_cache(settled):
    page = settled(BUYER)
    for address in ("/library/", "/orders/", "/account/", "/cart/", acts.SMALL_STAIRS, "/search/?q=serif"):
        page.goto(address)
    (kept,) = page.evaluate(KEPT).values()

    sheet = page.locator("link[rel=prefetch][as=style]").get_attribute(
        "href"
    )  # of a page that was arrived at
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline/", "/de/offline/", sheet]
    page.context.set_offline(True)
    page.goto("/library/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    assert "Bo" not in page.locator("body").inner_text().split()


def test_a_listing_is_fetched_when_the_mouse_rests_on_its_card(visit):
    page = visit()
    page.goto("/discover/")
    page.wait_for_load_state("networkidle")
    link = page.locator(".card__title a").first
    link.hover()
    page.wait_for_timeout(1500)
    link.click()
    page.locator("#buy-cta").wait_for()
    ways = "performance.getEntriesByType('navigation').map((n) => n.deliveryType || n.activationStart > 0)"
    assert page.evaluate(ways) in (["navigational-prefetch"], [True])

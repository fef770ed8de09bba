"""One seller opens nothing of another: what is not theirs is not there."""

import re

import pytest

from tests.journeys import acts

ADA, BEN, BUYER = "ada@stoa.example", "ben@stoa.example", "bo@stoa.example"
NOT_THERE = 404


@pytest.fixture
def ada(visit):
    return visit(ADA)


@pytest.fixture
def ben(visit):
    return visit(BEN)


def addresses(page, place, pattern):
    """Every address of that shape among the links of a page."""
    page.goto(place)
    links = page.locator("a[href]").evaluate_all(
        "all => all.map((one) => one.getAttribute('href').split('?')[0])"
    )
    found = sorted({link for link in links if re.fullmatch(pattern, link)})
    assert found, f"{place} shows nothing like {pattern}"
    return found


@pytest.mark.parametrize(
    ("place", "pattern"),
    [
        ("/admin/pages/", r"/admin/pages/\d+/edit/"),
        ("/admin/orders/", r"/admin/orders/inspect/\d+/"),
        ("/admin/images/", r"/admin/images/\d+/"),
        ("/admin/entitlements/", r"/admin/entitlements/inspect/\d+/"),
    ],
    ids=["listings", "orders", "pictures", "held by buyers"],
)
def test_ben_opens_nothing_of_ada(ada, ben, place, pattern):
    hers, his = addresses(ada, place, pattern), addresses(ben, place, pattern)
    shared = set(hers) & set(his)  # an order may hold things of both: each sees their own items
    assert place == "/admin/orders/" or not shared
    for address in sorted(set(hers) - shared)[:3]:
        answer = ben.request.get(address, max_redirects=0)
        assert answer.status in (302, 403, NOT_THERE), address
        assert ada.request.get(address).ok, address


def test_ben_cannot_open_what_a_buyer_holds_or_ordered(visit, ben):
    buyer = visit(BUYER)
    held = addresses(buyer, "/library/", r"/library/\d+/")[0]
    assert ben.request.get(held).status == NOT_THERE
    assert ben.request.get("/library/999999/").status == NOT_THERE
    order = acts.buy(buyer)
    ben.goto(order)
    assert buyer.request.get(f"{order}invoice/").ok
    assert ben.request.get(f"{order}invoice/").status in (403, NOT_THERE)
    assert ben.get_by_role("button", name=re.compile("^Download")).count() == 0

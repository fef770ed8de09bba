"""Whatever is sent to a public address, the answer is a page or says the mistake; it is never a 500."""

import pytest
from django.test import Client
from django.urls import reverse

from products.files.serving import asked_range

HUGE = "9" * 30


@pytest.fixture
def visitor(db):
    """A browser whose failures are answered, as in production, instead of being raised."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "address",
    [
        f"/listings/{HUGE}/reviews/",
        f"/library/{HUGE}/",
        "/media/" + "a" * 300,
        "/media/" + "%F0%9F%92%A9" * 70,
    ],
)
def test_what_nothing_could_be_called_is_unknown(visitor, bob, address):
    visitor.force_login(bob)

    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/%00/", "/orders/%00/", "/media/%00", "/admin/%00/"])
def test_no_path_holds_a_nul(visitor, address):
    answer = visitor.get(address)

    assert answer.status_code == 400
    assert "default-src" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize(
    "sender", ["http://[::1", "null", "http://testserver@evil.example", "http://evil.example"]
)
def test_a_sender_that_makes_no_sense_is_a_stranger(visitor, listing, header, sender):
    offer = listing.offers.get()

    answer = visitor.post(reverse("cart_add"), {"offer": offer.pk}, headers={header: sender})

    assert answer.status_code == 403
    assert "cart" not in visitor.session


@pytest.mark.parametrize("said", ["t=1,v1=ÿ", "t=abc,v1=a", "t=" + "9" * 5000 + ",v1=a", ",", "v1=", "t=1"])
def test_a_signature_that_makes_no_sense_is_refused(visitor, said):
    answer = visitor.post(
        reverse("stripe_webhook"), b"{}", content_type="application/json", HTTP_STRIPE_SIGNATURE=said
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["utf-7", "latin-1", "utf-16"])
def test_a_form_in_a_strange_encoding_is_a_mistake(visitor, kind):
    answer = visitor.post(
        reverse("cart_add"), b"offer=1", content_type=f"application/x-www-form-urlencoded; charset={kind}"
    )

    assert answer.status_code < 500


@pytest.mark.parametrize(
    "asked", ["bytes=" + "9" * 5000 + "-", "bytes=0-" + "9" * 30, "bytes=١-٢", "bytes=--1"]
)
def test_a_range_that_makes_no_sense_gets_the_whole_file(rf, asked):
    assert asked_range(rf.get("/", HTTP_RANGE=asked), 9, '"x"') is None

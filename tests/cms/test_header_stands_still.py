"""What fills the header later finds its place taken: nothing moves when it arrives."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import pagecache
from home import context

pytestmark = pytest.mark.django_db


def links(html):
    """Where the personal part of a header leads, in its order."""
    return re.findall(r'<a class="header-link[^"]*" href="([^"]+)"', html)


def test_a_stranger_sees_the_same_links_before_and_after(client, listing):
    page = client.get("/discover/").content.decode()
    before = links(page[page.index('id="personal"') : page.index("</header>")])

    after = links(client.get("/personal/").content.decode())

    assert before == after == ["/accounts/login/", "/wishes/", "/cart/"]


def test_who_has_a_session_finds_their_part_in_the_page_and_nobody_else_does(client, bob, listing):
    client.force_login(bob)
    session = client.session
    session["cart"] = [{}, {}]
    session.save()

    answer = client.get("/discover/")
    told = links(answer.text[answer.text.index('id="personal"') : answer.text.index("</header>")])

    assert "data-told" in answer.text
    assert told == links(client.get("/personal/").text) == ["/account/", "/wishes/", "/cart/"]
    assert '<span class="count">2</span>' in answer.text
    assert answer["Cache-Control"] == "private"
    assert "Cache-Control" not in client.get("/feed/")
    assert "Cookie" in answer["Vary"]
    visitor = Client().get("/discover/")
    assert "data-told" not in visitor.text


def test_a_page_that_is_opened_ahead_asks_for_that_part_when_it_is_looked_at(client, bob, listing):
    client.force_login(bob)

    page = client.get("/discover/", headers={"Sec-Purpose": "prefetch;prerender"}).text

    assert "data-told" not in page
    assert ">Sign in</a>" in page


def test_the_part_in_the_page_costs_what_asking_for_it_costs(client, bob, listing):
    """One trip less; the queries are those of the trip."""
    client.force_login(bob)
    client.get("/discover/")
    with CaptureQueriesContext(connection) as of_part:
        client.get("/personal/")
    with CaptureQueriesContext(connection) as of_page:
        client.get("/discover/")
    client.logout()
    Client().get("/discover/")
    pagecache._purge_now()
    with CaptureQueriesContext(connection) as of_visitor:
        Client().get("/discover/")

    assert len(of_page) <= len(of_visitor) + len(of_part)


def test_what_is_answered_before_there_is_a_session_names_nobody(rf, settings):
    request = rf.get("/discover/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"

    assert context.personal(request)["personal"]() is None

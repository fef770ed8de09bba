"""What fills the header later finds its place taken: nothing moves when it arrives."""

import re

import pytest

pytestmark = pytest.mark.django_db


def links(html):
    """Where the personal part of a header leads, in its order."""
    return re.findall(r'<a class="header-link[^"]*" href="([^"]+)"', html)


def test_a_stranger_sees_the_same_links_before_and_after(client, listing):
    page = client.get("/discover/").content.decode()
    before = links(page[page.index('id="personal"') : page.index("</header>")])

    after = links(client.get("/personal/").content.decode())

    assert before == after == ["/accounts/login/", "/wishes/", "/cart/"]

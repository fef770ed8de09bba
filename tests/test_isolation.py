"""What one seller can see of another in the admin: nothing, wherever they look and whatever they forge."""

import html
import io
import re
import zipfile
from collections import deque
from itertools import product

import pytest
from django.urls import reverse
from wagtail.admin import urls as admin_urls

OWN, FOREIGN = "wombat", "quokka"
ANSWERS = {200, 302, 400, 403, 404, 405}
ADDRESS = re.compile(r"""["'](/admin/[^"'<>\s\\]*)""")
NOTHING = re.compile("")
LEAVES = ("/admin/logout/", "/admin/login/")
# What every list is asked besides itself. "quok" finds the word without writing it into the answer.
QUESTIONS = (
    "",
    "q=quok",
    "q=quok&search_all=1",
    "export=csv",
    "export=xlsx",
    "ordering=-title",
    "multiple=1",
)


@pytest.fixture
def own(wombat_store):
    return wombat_store


@pytest.fixture
def foreign(quokka_store):
    return quokka_store


@pytest.fixture
def as_alice(client, own, foreign):
    client.force_login(own.owner)
    return client


def words_of(response):
    """All that an answer says, spreadsheets unpacked, with its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    said = html.unescape(body.decode("utf-8", "replace")).replace("\\u0026", "&").replace("\\/", "/")
    return f"{response.headers} {said}"


def asked(client, address):
    """The answer's words; fails on an unexpected status or on the other seller's word."""
    response = client.get(address)
    said = words_of(response)
    assert response.status_code in ANSWERS, (response.status_code, address)
    assert FOREIGN not in said.lower(), (address, said.lower().split(FOREIGN)[0][-300:])
    return said if response.status_code == 200 else response.headers.get("Location", "")


def patterns(found, prefix=(), namespace=""):
    """(name, keyword names) of every view below the admin."""
    for entry in found:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry.url_patterns, (*prefix, *entry.pattern.converters), inner)
        elif entry.name:
            keywords = (
                *prefix,
                *(entry.pattern.converters or getattr(entry.pattern, "regex", re).groupindex),
            )
            yield namespace + entry.name, keywords


WORDS = {
    "content_type_app_name": ["products"],
    "content_type_model_name": ["download", "listing", "storefront"],
    "app_label": ["products", "wagtailcore", "wagtailimages"],
    "app_name": ["products", "taggit", "cms"],
    "model_name": ["download", "page", "image", "tag", "brandsettings"],
    "action": ["delete", "move", "publish", "unpublish", "add_tags", "add_to_collection"],
    "action_name": ["approve", "reject", "publish", "delete"],
    "filter_spec": ["width-100"],
    "uidb64": ["MQ"],
    "token": ["x-y"],
    "object_id": None,
    "revision_id_a": ["live", "earliest"],
    "revision_id_b": ["live", "latest"],
    "session_id": [1],
    "destination_id": None,
}


def values_for(keyword, keys):
    """What a forger would put for one part of an address."""
    if WORDS.get(keyword):
        return WORDS[keyword]
    for kind in ("task_state", "workflow_state", "revision", "image", "collection"):
        if kind in keyword:
            return keys[kind]
    return keys["page"] if "page" in keyword or "destination" in keyword else keys["any"]


def forged(keys):
    """Every admin address, filled with the other seller's keys."""
    for name, keywords in patterns(admin_urls.urlpatterns):
        for values in product(*(values_for(keyword, keys) for keyword in keywords)):
            yield reverse(name, kwargs=dict(zip(keywords, values, strict=True)))


def test_alice_follows_every_link_of_the_admin_and_never_meets_carol(as_alice, own):
    todo, seen = deque(["/admin/"]), set()

    while todo:
        address = todo.popleft()
        if address in seen or address.startswith(LEAVES):
            continue
        seen.add(address)
        todo.extend(ADDRESS.findall(asked(as_alice, address)))

    assert {"/admin/", f"/admin/pages/{own.page.pk}/", f"/admin/pages/{own.draft.pk}/edit/"} <= seen
    assert {"/admin/images/", "/admin/entitlements/", f"/admin/images/{own.image.pk}/"} <= seen


def test_alice_fills_every_address_with_carols_keys_and_learns_nothing(as_alice, foreign):
    for address in set(forged(foreign.keys)):
        asked(as_alice, address)


def test_alice_asks_every_list_in_every_way_and_learns_nothing(as_alice, own):
    lists = {reverse(name) for name, keywords in patterns(admin_urls.urlpatterns) if not keywords}
    for page in own.keys["page"]:
        lists |= {f"/admin/pages/{page}/", f"/admin/choose-page/{page}/", f"/admin/pages/{page}/history/"}
    open_lists = [list_ for list_ in lists - set(LEAVES) if as_alice.get(list_).status_code == 200]

    for address, question in product(open_lists, QUESTIONS):
        asked(as_alice, f"{address}?{question}")

    assert {"/admin/orders/", "/admin/reviews/", "/admin/images/", "/admin/pages/search/"} <= set(open_lists)


def test_the_admins_api_tells_alice_of_her_own_pages_and_pictures_only(as_alice, own, foreign):
    for question in (
        "",
        "?fields=*",
        "?search=quok",
        f"?child_of={foreign.page.pk}",
        "?order=-title&limit=20",
    ):
        for kind in ("pages", "images"):
            asked(as_alice, f"/admin/api/main/{kind}/{question}")

    told = as_alice.get("/admin/api/main/pages/").json()["items"]
    assert {page["id"] for page in told} == {*own.keys["page"], own.page.get_parent().pk}

"""The service worker keeps the shell and nothing of anybody, and goes when the shop says so."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db
WORKER = "/sw.js"


def shell_of(client):
    """What the worker is told to keep."""
    text = client.get(WORKER).content.decode()
    return json.loads(re.search(r"= (\{.*\});", text)[1])["shell"]


@pytest.fixture
def with_worker(settings):
    settings.SERVICE_WORKER = True


def test_the_worker_is_asked_for_anew_each_time_and_says_what_it_is(client, with_worker):
    answer = client.get(WORKER)

    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert not answer.cookies


def test_only_files_the_theme_and_the_page_without_a_network_are_kept(client, with_worker):
    kept = shell_of(client)

    *pages, sheet = [url for url in kept if not url.startswith("/static/")]
    assert pages == ["/offline/", "/de/offline/"]
    assert re.fullmatch(r"/shop\.[0-9a-f]{12}\.css", sheet)
    assert all(finders.find(url.removeprefix("/static/")) for url in kept if url.startswith("/static/"))


def test_the_worker_has_one_way_into_its_cache(client, with_worker):
    text = client.get(WORKER).content.decode()

    assert len(re.findall(r"\.(?:addAll|add|put)\(", text)) == 1
    assert 'credentials: "omit"' in text


def test_two_people_are_given_the_same_worker(client, with_worker, bob):
    strangers = client.get(WORKER).content
    client.force_login(bob)
    client.cookies["theme"] = "dark"

    assert client.get(WORKER).content == strangers


def test_the_page_without_a_network_holds_nobody(client, with_worker, bob):
    strangers = client.get("/offline/").content.decode()
    client.force_login(bob)
    page = client.get("/offline/").content.decode()

    assert page == strangers
    assert "You are offline" in page
    assert "hx-get" not in page
    assert "csrf" not in page


def test_another_brand_is_another_version(client, with_worker, listing):
    from cms.models import BrandSettings

    before = client.get(WORKER).content
    BrandSettings.objects.update_or_create(site_id=listing.get_site().pk, defaults={"name": "Agora"})

    assert client.get(WORKER).content != before


def test_pages_register_it_where_it_is_on(client, settings, listing):
    settings.SERVICE_WORKER = True
    assert 'data-worker="/sw.js"' in client.get(listing.url).content.decode()

    settings.SERVICE_WORKER = False
    assert "data-worker" not in client.get(listing.url, {"x": "1"}).content.decode()


def test_where_it_is_off_the_old_one_clears_up_and_leaves(client, settings):
    settings.SERVICE_WORKER = False

    text = client.get(WORKER).content.decode()

    assert "registration.unregister()" in text
    assert "caches.delete" in text
    assert '"fetch"' not in text


def test_the_manifest_names_the_shop_and_icons_that_are_there(client):
    answer = client.get("/manifest.webmanifest")
    facts = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (facts["short_name"], facts["start_url"], facts["scope"]) == ("Stoa", "/", "/")
    assert {icon["sizes"] for icon in facts["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in facts["icons"]} == {"any", "maskable"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in facts["icons"])
    assert all(client.get(short["url"]).status_code in (200, 302) for short in facts["shortcuts"])

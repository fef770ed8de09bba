"""Editors' pages stand in several languages, each at its address; what is sold stands in the shop once."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from cms.models import NavigationSettings
from home.models import ContentPage, HomePage
from tests.cast import publish_download


@pytest.fixture
def german(db, settings) -> Locale:
    settings.REQUIRE_TWO_FACTOR = False
    return Locale.objects.get_or_create(language_code="de")[0]


@pytest.fixture
def front(german) -> HomePage:
    """The front page in German."""
    page = HomePage.objects.get().copy_for_translation(german)
    page.title = "Startseite"
    page.save_revision().publish()
    return page


@pytest.fixture
def about(db) -> ContentPage:
    page = HomePage.objects.get(locale__language_code="en").add_child(
        instance=ContentPage(title="About us", slug="about")
    )
    page.save_revision().publish()
    return page


@pytest.fixture
def ueber(front, about, german) -> ContentPage:
    """The same page in German, at a German address."""
    page = about.copy_for_translation(german)
    page.title, page.slug = "Über uns", "ueber-uns"
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def alternates(client, url: str) -> dict[str, str]:
    page = client.get(url).content.decode()
    return dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', page))


def canonical(client, url: str) -> str:
    return re.findall(r'<link rel="canonical" href="([^"]+)">', client.get(url).content.decode())[0]


def test_a_translated_page_has_an_address_of_its_own(client, ueber):
    assert ueber.url == "/de/ueber-uns/"
    assert "Über uns" in client.get("/de/ueber-uns/").content.decode()
    assert "About us" in client.get("/about/").content.decode()


def test_both_say_where_the_other_is_and_that_they_are_themselves(client, ueber, settings):
    site = settings.SITE_URL
    told = {"en": f"{site}/about/", "de": f"{site}/de/ueber-uns/", "x-default": f"{site}/about/"}

    assert alternates(client, "/about/") == told
    assert alternates(client, "/de/ueber-uns/") == told
    assert canonical(client, "/about/") == f"{site}/about/"
    assert canonical(client, "/de/ueber-uns/") == f"{site}/de/ueber-uns/"
    assert '<meta property="og:locale" content="de_DE">' in client.get("/de/ueber-uns/").content.decode()


def test_whoever_asks_for_a_page_by_its_other_address_is_shown_the_right_one(client, ueber):
    assert client.get("/de/about/?a=1")["Location"] == "/de/ueber-uns/?a=1"
    assert client.get("/ueber-uns/")["Location"] == "/about/"


def test_a_page_without_a_translation_is_shown_within_the_language(client, front, about):
    page = client.get("/de/about/")

    assert page.status_code == 200
    assert '<html lang="de"' in page.content.decode()
    assert "About us" in page.content.decode()


def test_a_draft_of_a_translation_changes_nothing(client, front, about, german):
    about.copy_for_translation(german)

    assert client.get("/de/about/").status_code == 200
    assert "About us" in client.get("/de/about/").content.decode()


def test_a_page_that_only_one_language_has_is_found_there(client, front):
    page = front.add_child(instance=ContentPage(title="Impressum", slug="impressum"))
    page.save_revision().publish()

    assert client.get("/impressum/")["Location"] == "/de/impressum/"
    assert set(alternates(client, "/de/impressum/")) == {"de"}


def test_a_listing_is_the_same_product_in_every_language(client, front, listing, settings):
    told = alternates(client, f"/de{listing.url}")

    assert told["de"] == f"{settings.SITE_URL}/de{listing.url}"
    assert told["en"] == f"{settings.SITE_URL}{listing.url}"
    assert canonical(client, f"/de{listing.url}") == told["de"]


@pytest.mark.parametrize("which", ["listing", "store"])
def test_what_is_sold_cannot_become_a_second_product(which, german, front, request):
    page = request.getfixturevalue(which)
    before = Page.objects.count()

    with pytest.raises(PermissionDenied):
        page.copy_for_translation(german, copy_parents=True)

    assert Page.objects.count() == before


def test_the_sitemap_names_every_language_of_a_page(client, ueber, settings):
    told = client.get("/sitemap-pages.xml").content.decode()

    assert f'hreflang="de" href="{settings.SITE_URL}/de/ueber-uns/"' in told.replace(
        "http://localhost", settings.SITE_URL
    )
    assert told.count("<loc>") == len(set(re.findall(r"<loc>([^<]+)</loc>", told)))
    assert "/de/about/" not in told


def test_robots_keep_out_of_the_same_places_in_every_language(client, db):
    told = client.get("/robots.txt").content.decode()

    assert "Disallow: /cart/\n" in told
    assert "Disallow: /de/cart/\n" in told


def test_an_editor_translates_a_page_and_may_work_on_what_came_of_it(client, editor, about, front):
    client.force_login(editor)
    address = reverse("simple_translation:submit_page_translation", args=[about.pk])
    german = Locale.objects.get(language_code="de")

    assert client.get(address).status_code == 200
    client.post(address, {"locales": [german.pk], "include_subtree": "on"})

    assert about.get_translation(german).live is False


def test_whoever_may_work_on_the_first_front_page_may_work_on_its_translation(admin_client, german):
    home = HomePage.objects.get()

    admin_client.post(
        reverse("simple_translation:submit_page_translation", args=[home.pk]), {"locales": [german.pk]}
    )

    def rights(page):
        rows = GroupPagePermission.objects.filter(page=page)
        return sorted(rows.values_list("group__name", "permission__codename"))

    assert rights(home.get_translation(german)) == rights(home) != []


def test_a_store_is_left_as_it_is_with_a_word_why(admin_client, store, front):
    before = Page.objects.count()

    answer = admin_client.get(
        reverse("simple_translation:submit_page_translation", args=[store.pk]), follow=True
    )

    assert "each stands in the shop once" in answer.content.decode()
    assert Page.objects.count() == before


def test_sellers_have_no_business_with_translations(client, alice, listing, front):
    client.force_login(alice)
    before = Page.objects.count()

    address = reverse("simple_translation:submit_page_translation", args=[listing.pk])

    assert client.get(address).status_code == 403
    assert client.post(address, {"locales": [front.locale_id]}).status_code == 403
    assert Page.objects.count() == before


def test_a_menu_entry_of_one_language_stands_in_that_menu_alone(client, front, about):
    menus = NavigationSettings.for_site(front.get_site())
    menus.footer = [
        ("link", {"title": "Imprint", "page": None, "address": "/about/", "language": "en"}),
        ("link", {"title": "Impressum", "page": None, "address": "/about/", "language": "de"}),
    ]
    menus.save()

    german, english = client.get("/de/").content.decode(), client.get("/").content.decode()

    assert '<a href="/de/about/">Impressum</a>' in german
    assert "Imprint<" not in german
    assert '<a href="/about/">Imprint</a>' in english
    assert "Impressum" not in english


def test_a_listing_nobody_asked_for_before_stays_within_eight_in_german(client, front, store):
    first, second = (publish_download(store, f"Face {n}", 900) for n in range(2))
    client.get(f"/de{first.url}")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/de{second.url}")

    assert len(asked) <= 8

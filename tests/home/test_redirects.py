"""Addresses that change by themselves lead on: pages, listings and stores renamed by their people."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from home.models import ContentPage, HomePage


@pytest.fixture
def about(db):
    page = HomePage.objects.get().add_child(instance=ContentPage(title="About", slug="about"))
    page.save_revision().publish()
    return page


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """As the editor does: a revision with the new slug is published, and that is committed."""

    def rename(page, slug):
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


def leads(client, address):
    answer = client.get(address)
    return answer.status_code, answer.get("Location", "")


def test_a_renamed_page_answers_at_its_old_address(client, about, rename):
    client.get("/about/")

    rename(about, "who-we-are")

    assert leads(client, "/about/") == (301, "/who-we-are/")
    assert leads(client, "/who-we-are/") == (200, "")


def test_a_renamed_listing_and_a_renamed_store_lead_on(client, store, listing, rename):
    rename(listing, "aster-two")
    rename(store, "alice")

    assert leads(client, "/stores/alices-fonts/") == (301, "/stores/alice/")
    assert leads(client, "/stores/alices-fonts/aster-two/") == (301, "/stores/alice/aster-two/")
    assert leads(client, "/stores/alices-fonts/aster-serif/") == (301, "/stores/alice/aster-two/")


def test_there_and_back_again_makes_no_loop(client, about, rename):
    rename(about, "who-we-are")
    rename(about, "about")

    assert leads(client, "/about/") == (200, "")
    assert leads(client, "/who-we-are/") == (301, "/about/")


def test_a_new_page_at_an_old_address_wins(client, about, rename):
    rename(about, "who-we-are")
    page = HomePage.objects.get().add_child(instance=ContentPage(title="New", slug="about"))
    page.save_revision().publish()

    assert leads(client, "/about/") == (200, "")


def test_a_moved_page_answers_at_its_old_address(client, about):
    parent = HomePage.objects.get().add_child(instance=ContentPage(title="Us", slug="us"))
    parent.save_revision().publish()

    about.move(parent, "last-child")

    assert leads(client, "/about/") == (301, "/us/about/")


def test_no_question_in_an_address_leads_outside(client, about, rename):
    rename(about, "who-we-are")

    assert leads(client, "/about/?next=//evil.example/") == (301, "/who-we-are/")
    assert Redirect.objects.filter(redirect_page=None).count() == 0

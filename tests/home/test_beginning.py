"""A page begun from a starter: the usual blocks stand there, to be adapted."""

from django.urls import reverse

from home.beginning import landing_url
from home.models import ContentPage, HomePage


def blocks_of(answer):
    page = answer.context["form"].instance
    return [block["type"] for block in page.body.raw_data]


def test_an_editor_begins_a_landing_page_with_a_hero_three_places_and_questions(client, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)

    answer = client.get(landing_url(HomePage.objects.get().pk))

    assert blocks_of(answer) == ["hero", "chosen", "questions"]
    chosen = answer.context["form"].instance.body.raw_data[1]["value"]
    assert [place["value"] for place in chosen["listings"]] == [None] * 3


def test_without_a_starter_or_with_an_unknown_one_a_page_begins_empty(client, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["home", "contentpage", HomePage.objects.get().pk])

    assert [blocks_of(client.get(add + query)) for query in ("", "?starter=nobody")] == [[], []]


def test_the_home_of_an_editor_leads_to_the_landing_page_and_to_collections(client, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)

    page = client.get("/admin/").content.decode()

    assert landing_url(HomePage.objects.get().pk) in page
    assert "/add/home/collectionpage/" in page


def test_nothing_is_kept_before_the_editor_saves(client, editor, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(editor)

    client.get(landing_url(HomePage.objects.get().pk))

    assert not ContentPage.objects.exists()

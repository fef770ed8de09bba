"""The front page: composed from blocks, the same for everybody, few queries whatever it shows."""

import pytest
from django.core.cache import cache

from cms import pagecache
from home.models import ContentPage, HomePage
from products import cards
from products.models import Card
from tests.conftest import publish_download


@pytest.fixture
def goods(store):
    """Five listings, the last one the newest."""
    made = [publish_download(store, f"Aster {number}", 1000 + number) for number in range(5)]
    for number, page in enumerate(made):
        Card.objects.filter(pk=page.pk).update(sales=5 - number)
    return made


def compose(*blocks):
    home = HomePage.objects.get()
    home.body = list(blocks)
    home.save_revision().publish()
    return home


def chosen(*listings):
    return "chosen", {"heading": "Our picks", "text": "", "listings": list(listings)}


def row(rank):
    return "row", {"heading": f"The {rank}", "text": "", "rank": rank}


def places(content, *words):
    return [content.find(word) for word in words]


def test_chosen_listings_stand_in_the_editors_order(client, goods):
    compose(chosen(goods[3], goods[0]))

    shown = client.get("/").content.decode()

    assert -1 < shown.find("Aster 3") < shown.find("Aster 0")
    assert "Aster 1" not in shown


def test_a_chosen_listing_that_left_the_shop_is_passed_over(client, goods):
    compose(chosen(goods[3], goods[0]))
    goods[3].unpublish()
    cards.hide_below(goods[3])

    shown = client.get("/").content.decode()

    assert "Aster 0" in shown and "Aster 3" not in shown


def test_a_row_shows_the_first_four_of_its_rank(client, goods):
    compose(row("popular"))

    shown = client.get("/").content.decode()

    found = places(shown, "Aster 0", "Aster 1", "Aster 2", "Aster 3")
    assert found == sorted(found) and -1 not in found
    assert "Aster 4" not in shown


def test_the_newest_row_begins_with_the_newest(client, goods):
    compose(row("newest"))

    shown = client.get("/").content.decode()

    assert -1 < shown.find("Aster 4") < shown.find("Aster 1")
    assert "Aster 0" not in shown


def test_a_full_front_page_needs_at_most_six_queries(client, goods, django_assert_max_num_queries):
    about = HomePage.objects.get().add_child(instance=ContentPage(title="About", slug="about"))
    call = {"heading": "Sell", "text": "", "button": "Open a store", "page": about}
    categories = {"heading": "Shelves", "text": ""}
    compose(chosen(*goods), row("newest"), row("popular"), ("call", call), ("categories", categories))
    client.get("/")  # settings and menus are kept in the cache from now on
    pagecache.purge()
    pagecache.forget_in_process()
    cache.set(pagecache.VERSION_KEY, "another", None)

    with django_assert_max_num_queries(6):
        answer = client.get("/")

    assert answer["X-Cache"] == "MISS"


def test_the_front_page_says_nothing_personal_and_is_kept(client, bob, goods):
    compose(chosen(goods[0]))
    client.force_login(bob)
    mine = client.get("/")
    client.logout()

    answer, again = client.get("/"), client.get("/")

    assert bob.email in mine.content.decode()
    assert bob.email not in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")
    assert again["X-Cache"] == "HIT"


def test_a_page_to_read_shows_its_words_and_its_place(client, db):
    page = ContentPage(title="Help", slug="help", intro="Short answers.", body=[("text", "<p>Ask us.</p>")])
    HomePage.objects.get().add_child(instance=page)

    shown = client.get("/help/").content.decode()

    assert [word in shown for word in ("<h1", "Short answers.", "Ask us.", 'aria-current="page"')] == [
        True
    ] * 4


def test_an_editor_finds_the_blocks_of_the_shop_in_the_editor(client, editor, goods, settings):
    settings.REQUIRE_TWO_FACTOR = False
    home = compose(chosen(goods[0]))
    client.force_login(editor)

    answer = client.get(f"/admin/pages/{home.pk}/edit/")

    assert answer.status_code == 200
    assert [label in answer.content.decode() for label in ("Chosen listings", "Row of listings")] == [
        True,
        True,
    ]

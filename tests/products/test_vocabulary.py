"""The words of what is on sale: learned, counted, forgotten; and how far from them somebody may type."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.typos import slips
from products import cards, periodic, spelling, vocabulary
from products.models import Card, KnownWord, WordForm
from tests.home.catalogue import shelve

SUMMARY = {"careful", "thing", "made", "slowly", "sold", "friends"}  # of every shelved listing
STORE = {"alice", "fonts"}


def known():
    return dict(KnownWord.objects.values_list("text", "listings"))


def learned(store, title, **facts):
    card = shelve(store, title, **facts)
    vocabulary.learn(card.pk)
    return card


@pytest.mark.parametrize(
    ("typed", "word", "number"),
    [
        ("serrif", "serif", 1),
        ("seirf", "serif", 1),  # neighbours swapped
        ("serf", "serif", 1),
        ("tipografy", "typography", None),
        ("typografy", "typography", 2),
        ("wallppr", "wallpaper", 2),
        ("gruen", "grün", 0),
        ("grun", "grün", 0),
        ("grün", "gruen", 0),
        ("strasse", "straße", 0),
        ("cafe", "café", 0),
        ("schrifft", "schrift", 1),
        ("sref", "serif", None),
        ("zebra", "serif", None),
    ],
)
def test_how_far_a_word_is_from_a_known_one(typed, word, number):
    assert spelling.apart(typed, word) == number


def test_words_that_are_near_share_a_form():
    dice = random.Random(7)
    letters = "abcdeghiorst"
    for _time in range(3000):
        word = "".join(dice.choices(letters, k=dice.randint(4, 14)))
        typed = list(word)
        for _slip in range(spelling.forgiven(word)):
            at = dice.randrange(len(typed))
            what = dice.choice(["drop", "add", "change"])
            typed[at : at + (what != "add")] = [] if what == "drop" else [dice.choice(letters)]
        typed = "".join(typed)
        if len(typed) >= spelling.SHORTEST and slips(typed, word) <= spelling.forgiven(word):
            assert spelling.asked_forms(typed) & spelling.forms(word), (typed, word)


def test_a_long_word_has_no_more_forms_than_one_of_eight_letters():
    assert len(spelling.forms("abcdefgh" * 4)) == 1 + 8 + 28


def test_short_words_numbers_and_codes_are_no_words():
    assert spelling.words("The 2024 set of H264x, UX_7 and Öle: 12345 Grüne Bögen") == {"grüne", "bögen"}


def test_a_card_teaches_what_it_shows_and_nothing_twice(store):
    card = shelve(store, "Harbour Bells", category="sounds", tag="maritime")

    first, second = vocabulary.learn(card.pk), vocabulary.learn(card.pk)

    assert known() == dict.fromkeys({"harbour", "bells", "sounds", "maritime"} | SUMMARY | STORE, 1)
    assert (first, second) == (len(known()), 0)
    assert set(WordForm.objects.filter(word__text="bells").values_list("form", flat=True)) == {
        *("bells", "ells", "blls", "bels", "bell")
    }


def test_publishing_teaches_the_words(store, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        shelve(store, "Harbour Bells")

    assert {"harbour", "bells"} <= known().keys()


def test_a_known_card_costs_two_queries(store, django_assert_num_queries):
    card = learned(store, "Harbour Bells")

    with django_assert_num_queries(2):
        vocabulary.learn(card.pk)


def test_a_card_that_is_not_public_teaches_nothing(store):
    card = shelve(store, "Harbour Bells", is_public=False)

    assert vocabulary.learn(card.pk) == 0
    assert known() == {}


def test_a_count_knows_every_public_card(store):
    shelve(store, "Harbour Bells")
    shelve(store, "Harbour Lights")
    shelve(store, "Secret Lanterns", is_public=False)

    assert vocabulary.recount() == vocabulary.recount() == len(known())
    assert {word: known()[word] for word in ("harbour", "bells", "alice")} == {
        "harbour": 2,
        "bells": 1,
        "alice": 2,
    }
    assert "lanterns" not in known()


def test_cards_are_counted_in_more_than_one_reading(store, monkeypatch):
    monkeypatch.setattr(vocabulary, "CARDS", 2)
    monkeypatch.setattr(vocabulary, "WORDS", 3)
    for number in range(5):
        shelve(store, f"Harbour {number}")

    vocabulary.recount()

    assert known() == dict.fromkeys({"harbour"} | SUMMARY | STORE, 5)


def test_a_count_forgets_what_no_public_card_has_any_more(store):
    learned(store, "Harbour Bells")
    gone = learned(store, "Harbour Lanterns")
    cards.hide_below(gone.listing)

    vocabulary.recount()

    assert known()["harbour"] == 1
    assert not {"lanterns"} & known().keys()
    assert not WordForm.objects.filter(form="lanterns").exists()


def test_a_first_count_that_is_stopped_knows_what_most_listings_have_and_goes_on(store, monkeypatch):
    for title in ("Harbour Bells", "Harbour Lights"):
        shelve(store, title)
    add, added = vocabulary._add, []

    def add_once(counts):
        if added:
            raise TimeoutError
        added.append(add(counts))

    monkeypatch.setattr(vocabulary, "WORDS", len({"harbour"} | SUMMARY | STORE))
    monkeypatch.setattr(vocabulary, "_add", add_once)
    with pytest.raises(TimeoutError):
        vocabulary.recount()
    assert known() == dict.fromkeys({"harbour"} | SUMMARY | STORE, 2)

    monkeypatch.setattr(vocabulary, "_add", add)
    vocabulary.recount()
    assert {"bells", "lights"} <= known().keys()


def test_a_suspended_sellers_words_are_forgotten(store):
    learned(store, "Harbour Bells")
    store.seller.state = store.seller.State.SUSPENDED
    store.seller.save()

    vocabulary.recount()

    assert known() == {}
    assert not WordForm.objects.exists()


def test_what_is_learned_while_a_count_goes_on_stays(store, monkeypatch):
    card = shelve(store, "Harbour Bells")

    def count_and_then_publish():
        vocabulary.learn(card.pk)
        return vocabulary.Counter()

    monkeypatch.setattr(vocabulary, "_tally", count_and_then_publish)

    vocabulary.recount()

    assert "harbour" in known()


def test_words_are_counted_once_an_hour(store, django_capture_on_commit_callbacks):
    card = shelve(store, "Harbour Bells")
    with django_capture_on_commit_callbacks(execute=True):
        said = [periodic.every_minute(), periodic.every_minute()]

    assert ["words are counted" in one for one in said] == [True, False]
    assert "harbour" in known()
    Card.objects.filter(pk=card.pk).update(is_public=False)
    assert [vocabulary.is_due(timezone.now() + timedelta(minutes=61)) for _time in range(2)] == [True, False]


def test_the_nearest_word_is_the_one_with_the_fewest_slips(store):
    learned(store, "Typography")
    learned(store, "Typographer")

    assert vocabulary.nearest("typographi") == "typography"


def test_of_two_that_are_as_near_the_one_that_more_listings_have_is_meant(store):
    for title in ("Marble", "Marbly", "Marbly again"):
        shelve(store, title)
    vocabulary.recount()

    assert vocabulary.nearest("marbls") == "marbly"


def test_only_unknown_words_are_replaced_and_they_keep_their_places(store):
    learned(store, "Harbour Bells")

    assert vocabulary.nearest("Harbour bels xx 2024 zebra") == "Harbour bells xx 2024 zebra"
    assert vocabulary.nearest("harbour BELLS") == ""


@pytest.mark.parametrize("typed", ["12345", "bel", "be11s", "bell5", "", "🪨"])
def test_numbers_codes_and_short_words_are_never_replaced_nor_asked_for(
    store, typed, django_assert_num_queries
):
    learned(store, "Bells 12346")

    with django_assert_num_queries(0):
        assert vocabulary.nearest(typed) == ""


def test_eight_long_words_are_asked_for_at_once(store, django_assert_num_queries):
    learned(store, "Harbour Bells")

    with django_assert_num_queries(1):
        assert vocabulary.nearest(" ".join(["überraschungsgäste", "harbuor"] * 4)).count("harbour") == 4

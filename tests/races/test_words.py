"""Many workers learn words at the same moment, and one counts them: each word and each form is there once."""

from django.utils import timezone

from products import spelling, vocabulary
from products.models import KnownWord, WordForm
from tests.home.catalogue import shelve
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


def test_eight_workers_learn_the_same_words_while_two_count(store):
    numbers = [
        shelve(store, title).pk
        for title in ("Harbour Bells", "Bells of the Harbour", "Lanterns, Bells", "Aster Serif")
    ]
    KnownWord.objects.all().delete()

    said = at_once(
        lambda n: vocabulary.learn(numbers[n % 4]) * 0 if n < 8 else vocabulary.recount() * 0,
        10,
    )

    assert said == [0] * 10
    vocabulary.recount()
    texts = list(KnownWord.objects.values_list("text", flat=True))
    assert {"harbour", "bells", "lanterns", "aster", "serif"} <= set(texts)
    assert WordForm.objects.count() == sum(len(spelling.forms(text)) for text in texts)


def test_one_of_many_workers_counts(store):
    now = timezone.now()

    said = at_once(lambda _number: vocabulary.is_due(now), 6)

    assert (said.count(True), said.count(False)) == (1, 5)

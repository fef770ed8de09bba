"""The words of what is on sale, to correct a mistyped search by; `products.vocabulary` keeps them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.spelling import HEAD, LONGEST


class KnownWord(models.Model):
    """A word that stands on a public card, in small letters."""

    text = models.CharField(max_length=LONGEST, unique=True)
    listings = models.PositiveIntegerField(
        default=1, help_text="How many public cards have it, as of the last count."
    )
    learned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("known word")

    def __str__(self) -> str:
        return self.text


class WordForm(models.Model):
    """The beginning of a known word, whole and with letters left out: near words share a form."""

    pk = models.CompositePrimaryKey("form", "word_id")
    form = models.CharField(max_length=HEAD)
    word = models.ForeignKey(KnownWord, on_delete=models.CASCADE, related_name="forms")

    class Meta:
        verbose_name = _("form of a word")

    def __str__(self) -> str:
        return self.form


class WordCount(models.Model):
    """One row: when the words were last counted, so that one worker counts at a time."""

    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("count of words")

    def __str__(self) -> str:
        return str(self.counted_at)

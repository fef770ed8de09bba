"""What people look for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_INSTEAD = 400  # a search has a hundred characters, and a corrected word may be longer than the typed


class SearchAnswer(models.Model):
    """How many listings the last search for some words found: editors read what finds nothing."""

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query", on_delete=models.CASCADE, primary_key=True, related_name="answer"
    )
    found = models.PositiveIntegerField(_("found"))
    instead = models.CharField(_("shown instead"), max_length=LONGEST_INSTEAD, blank=True)
    asked_at = models.DateTimeField(_("last asked"), auto_now=True)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")

    def __str__(self) -> str:
        return str(self.query)

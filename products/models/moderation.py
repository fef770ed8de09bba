"""What a submission passes before a person reads it: the automatic task, and words nobody may use."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Task, TaskState

from cms.queue import soon


class ForbiddenWord(models.Model):
    """A word or phrase that sends a submission back; kept by moderators."""

    word = models.CharField(
        _("word or phrase"),
        max_length=60,
        unique=True,
        help_text=_("Found as a whole word, in capitals or not, in title, summary, description and offers."),
    )
    reason = models.CharField(
        _("what the seller is told"),
        max_length=200,
        blank=True,
        help_text=_("Say why and what to write instead. Empty: only that the word may not be used."),
    )

    panels = [FieldPanel("word"), FieldPanel("reason")]

    class Meta:
        ordering = ["word"]
        verbose_name = _("forbidden word")
        verbose_name_plural = _("forbidden words")

    def __str__(self) -> str:
        return self.word


@register_setting(icon="clipboard-list")
class ReviewSettings(BaseSiteSetting):
    """What sellers are promised about the review."""

    hours = models.PositiveSmallIntegerField(
        _("answer within (hours)"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
        help_text=_(
            "Sellers read it when they submit; what waits longer is marked as late in the review queue."
        ),
    )

    panels = [FieldPanel("hours")]

    class Meta:
        verbose_name = _("review")


class AutomaticCheck(Task):
    """The first task of a review: it approves itself or sends back; nobody presses its buttons.

    It only waits here: `products.first_reading.decide` settles it after commit, and again every minute until
    it could. What cannot be checked keeps waiting and never passes.
    """

    class Meta:
        verbose_name = _("automatic check")
        verbose_name_plural = _("automatic checks")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Wait for the check, which begins once the submission is kept."""
        state = super().start(workflow_state, user=user)
        soon("products.tasks.read_first", state.pk)
        return state

    @classmethod
    def get_description(cls) -> str:
        return str(_("Checks that nothing is missing, no forbidden word is used and every file is clean."))

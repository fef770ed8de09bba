"""What readers find wrong with a review: told to moderators, one report per person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from products.models.review import Review


class ReviewReport(models.Model):
    """One person's complaint about one review; open until a moderator has settled it."""

    class Reason(models.TextChoices):
        ADVERTISING = "advertising", _("It advertises something")
        INSULT = "insult", _("It insults or threatens")
        PRIVATE = "private", _("It tells private things about somebody")
        ELSEWHERE = "elsewhere", _("It is not about this listing")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("anything to add"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("report of a review")
        verbose_name_plural = _("reports of reviews")
        constraints = [models.UniqueConstraint(fields=["review", "reporter"], name="one_report_each")]

    def __str__(self) -> str:
        return self.get_reason_display()

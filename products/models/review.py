"""What holders say of what they have: one review per person and listing."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """One to five stars and a few words, by somebody who holds the listing."""

    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("review"), max_length=2000, blank=True)
    author_name = models.CharField(_("shown name"), max_length=60)
    is_public = models.BooleanField(_("shown"), default=True)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=200, blank=True)
    reply = models.TextField(_("the seller's answer"), max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True, editable=False)
    reply_changed_at = models.DateTimeField(null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    edited_at = models.DateTimeField(null=True, editable=False)  # when its author changed it last

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [models.UniqueConstraint(fields=["listing", "author"], name="one_review_each")]
        indexes = [models.Index(fields=["listing", "is_public", "-created_at"], name="reviews_of_listing")]

    def __str__(self) -> str:
        return f"{self.stars} ★ {self.author_name}"

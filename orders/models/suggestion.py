"""What a seller suggests at the checkout to whoever buys one of the store's listings."""

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

MOST_OFF = 9000  # basis points: what is given away is no suggestion


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Adjectives for many suggestions."""

    def active(self) -> "SuggestionQuerySet":
        return self.filter(is_active=True)

    def counted(self) -> Any:
        """With `taken`: in how many paid orders it was taken."""
        return self.annotate(taken=Count("items", filter=Q(items__order__state="paid")))


class Suggestion(models.Model):
    """Beside one listing: another offer of the same store, a line of words, perhaps a few per cent less."""

    seller = models.ForeignKey(
        "accounts.Seller", on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("store")
    )
    listing = models.ForeignKey(
        "products.Listing", on_delete=models.CASCADE, related_name="+", verbose_name=_("whoever buys")
    )
    offer = models.ForeignKey(
        "products.Offer", on_delete=models.CASCADE, related_name="+", verbose_name=_("is suggested")
    )
    words = models.CharField(
        _("in your words"),
        max_length=120,
        help_text=_("One short line: why it goes well with it. Buyers read it beside the price."),
    )
    basis_points = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Off: nobody is asked any more."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("suggestion at the checkout")
        verbose_name_plural = _("suggestions at the checkout")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing"], name="one_suggestion_beside_a_listing"),
            models.CheckConstraint(
                condition=Q(basis_points__lte=MOST_OFF), name="suggestion_is_not_given_away"
            ),
        ]

    objects = SuggestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words

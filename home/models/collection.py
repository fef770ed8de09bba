"""Collections: listings an editor put together, by hand or by a rule."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    TitleFieldPanel,
)
from wagtail.models import Page

from cms.money import AmountField
from cms.pages import Row, ShownPage
from products.models.card import kind_labels

Choices = list[tuple[str, str]]


def kind_choices() -> Choices:
    """The kinds of this shop. A function, so that a new kind needs no migration here."""
    return [(kind, str(label)) for kind, label in kind_labels().items()]


class CollectionPage(ShownPage, Page):
    """Listings an editor put together: by hand, by a rule, or the one first and the other after it."""

    class FillWith(models.TextChoices):
        NEWEST = "newest", _("the newest")
        POPULAR = "popular", _("the most bought")
        RATING = "rating", _("the best rated")

    class Rating(models.IntegerChoices):
        FOUR = 4, _("4 stars and more")
        THREE = 3, _("3 stars and more")

    intro = models.CharField(
        _("introduction"),
        max_length=240,
        blank=True,
        help_text=_("Under the title, and for search engines unless the Promote tab says something else."),
    )
    fill_with = models.CharField(
        _("fill up with"),
        max_length=10,
        choices=FillWith.choices,
        blank=True,
        help_text=_("What follows your picks, kept up to date by itself. Empty: only your picks."),
    )
    number = models.PositiveSmallIntegerField(
        _("how many in all"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(48)],
        help_text=_("Your picks are always shown; the rule fills up to this number."),
    )
    category = models.ForeignKey(
        "products.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("Empty: any."),
    )
    kind = models.CharField(
        _("kind"), max_length=40, choices=kind_choices, blank=True, help_text=_("Empty: any.")
    )
    low = AmountField(_("price from"), null=True, blank=True)
    high = AmountField(_("price up to"), null=True, blank=True, help_text=_("0: only what is free."))
    rating = models.PositiveSmallIntegerField(
        _("rating"), choices=Rating.choices, null=True, blank=True, help_text=_("Empty: any.")
    )

    parent_page_types = ["home.HomePage", "home.CataloguePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Listings you pick by hand or let a rule find, on a page of their own.")
    template = "home/collection_page.html"
    view = "home.catalogue.collection"
    served_with = ("category",)
    shown_children = ("picks",)
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("intro"),
        MultipleChooserPanel("picks", chooser_field_name="listing", label=_("Picks")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("fill_with"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("category"), FieldPanel("kind"), FieldPanel("rating")]),
                FieldRowPanel([FieldPanel("low"), FieldPanel("high")]),
            ],
            heading=_("Rule"),
        ),
    ]

    class Meta:
        verbose_name = _("collection")

    def clean(self) -> None:
        """ValidationError where no price can answer."""
        super().clean()
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValidationError({"high": _("No price is above the first and below the second.")})

    @property
    def description(self) -> str:
        """What search engines are told where the editor says nothing else."""
        return self.intro


class CollectionPick(Row):
    """A listing an editor put into a collection."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="picks")
    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="+")

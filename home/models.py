"""The pages an editor composes, and the pages people browse from."""

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
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from cms.money import AmountField
from cms.pages import ShownPage
from home.page_blocks import ShopPageBlock
from products.models.card import kind_labels

Choices = list[tuple[str, str]]


class HomePage(ShownPage, Page):
    """The front door."""

    body = StreamField(ShopPageBlock(), verbose_name=_("content"), blank=True)

    max_count = 1
    page_description = _("The shop's front page. There is one.")
    template = "home/home_page.html"
    view = "home.front.front"
    content_panels = [TitleFieldPanel("title"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")


class ContentPage(ShownPage, Page):
    """About, help, terms: anything to read."""

    intro = models.CharField(_("introduction"), max_length=240, blank=True)
    body = StreamField(ShopPageBlock(), verbose_name=_("content"), blank=True)

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    page_description = _("Something to read: about, help, terms, a campaign.")
    template = "home/content_page.html"
    view = "home.front.reading"
    content_panels = [TitleFieldPanel("title"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("content page")


class CataloguePage(ShownPage, Page):
    """Everything on sale, with facets and search."""

    intro = models.CharField(_("introduction"), max_length=240, blank=True)

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CategoryPage", "home.CollectionPage"]
    page_description = _("Everything on sale, with filters. There is one.")
    template = "home/catalogue_page.html"
    view = "home.catalogue.catalogue"
    content_panels = [TitleFieldPanel("title"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalogue")


class CategoryPage(ShownPage, Page):
    """A shelf with an editor's words and picks."""

    category = models.ForeignKey(
        "products.Category", on_delete=models.PROTECT, related_name="pages", verbose_name=_("category")
    )
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    parent_page_types = ["home.CataloguePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A category with your introduction and your picks on top.")
    template = "home/category_page.html"
    view = "home.catalogue.category"
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("category"),
        FieldPanel("intro"),
        MultipleChooserPanel("picks", chooser_field_name="listing", label=_("Picks")),
    ]

    class Meta:
        verbose_name = _("category page")


class CategoryPick(Orderable):
    """A listing an editor recommends on a category page."""

    page = ParentalKey(CategoryPage, on_delete=models.CASCADE, related_name="picks")
    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="+")


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


class CollectionPick(Orderable):
    """A listing an editor put into a collection."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="picks")
    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="+")


class SearchAnswer(models.Model):
    """How many listings the last search for some words found: editors read what finds nothing."""

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query", on_delete=models.CASCADE, primary_key=True, related_name="answer"
    )
    found = models.PositiveIntegerField(_("found"))
    asked_at = models.DateTimeField(_("last asked"), auto_now=True)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")

    def __str__(self) -> str:
        return str(self.query)

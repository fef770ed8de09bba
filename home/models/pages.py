"""The pages an editor composes, and the pages people browse from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.pages import Row, ShownPage
from home.page_blocks import ShopPageBlock


class HomePage(ShownPage, Page):
    """The front door."""

    body = StreamField(ShopPageBlock(), verbose_name=_("content"), blank=True)

    max_count = 1  # and a translation of it in each language
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
    page_description = _("Something to read: about, help, terms, a landing page.")
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
    served_with = ("category",)
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("category"),
        FieldPanel("intro"),
        MultipleChooserPanel("picks", chooser_field_name="listing", label=_("Picks")),
    ]

    class Meta:
        verbose_name = _("category page")


class CategoryPick(Row):
    """A listing an editor recommends on a category page."""

    page = ParentalKey(CategoryPage, on_delete=models.CASCADE, related_name="picks")
    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="+")

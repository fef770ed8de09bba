"""A seller's own corner of the page tree: everything they list stands below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from accounts.chosen import OwnThingsForm
from cms.pages import OneLanguage, ShownPage
from products.models.reviewed import JudgedByOthers


class StoreIndex(OneLanguage, ShownPage, Page):
    """The street on which all storefronts stand."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["products.Storefront"]
    page_description = _("Lists every open store. There is one.")
    template = "products/store_index.html"
    view = "products.showing.store_index"

    class Meta:
        verbose_name = _("store index")


class Storefront(JudgedByOthers, OneLanguage, ShownPage, Page):
    """A store: who sells, what they say of themselves, and their listings below."""

    # A ForeignKey, not one-to-one: a unique field on a page breaks copies and translations.
    seller = models.ForeignKey(
        "accounts.Seller", on_delete=models.PROTECT, related_name="storefronts", verbose_name=_("seller")
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=120,
        blank=True,
        help_text=_("One line under your store's name, at most 120 letters."),
    )
    about = RichTextField(
        _("about"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("Who you are and what people can expect. Shown on your store and beside your listings."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A square picture, at least 200 × 200 pixels."),
    )
    banner = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("banner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A wide picture across the top of your store, at least 1600 × 400 pixels."),
    )

    base_form_class = OwnThingsForm
    parent_page_types = ["products.StoreIndex"]
    page_description = _("A seller's shop window. Opened for you when you become a seller.")
    template = "products/storefront.html"
    view = "products.showing.storefront"
    served_with = ("seller", "logo", "banner")
    content_panels = [
        TitleFieldPanel("title", help_text=_("Your store's name, as buyers see it.")),
        FieldPanel("tagline"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("banner")], heading=_("Pictures")),
        FieldPanel("about"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("tagline"), index.FilterField("seller")]

    class Meta:
        verbose_name = _("storefront")
        verbose_name_plural = _("storefronts")

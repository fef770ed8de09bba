"""Campaigns: a page, featured prices and promoted words that begin and end together."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.money import AmountField, show
from cms.pages import OneLanguage, Row, ShownPage
from home.page_blocks import ShopPageBlock

MOST_OFFERS = 24
MOST_WORDS = 20


class CampaignForm(WagtailAdminPageForm):
    """The page's form: begin and end stand in it, and prices need an end."""

    show_schedule_publishing_toggle = False  # the dates are no dialog here, they are what a campaign is

    def clean(self) -> dict[str, Any]:
        """Stores agree to a price for a time; a draft may still be without."""
        cleaned = super().clean()
        featured = [form for form in self.formsets["featured"].forms if not _is_dropped(form)]
        if featured and not cleaned.get("expire_at") and not self.is_deferred_validation:
            self.add_error("expire_at", _("Featured prices need an end: stores agree to them for a time."))
        return cleaned


def _is_dropped(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE")) if hasattr(form, "cleaned_data") else False


class CampaignPage(OneLanguage, ShownPage, Page):
    """What it says, and what holds while it is live."""

    intro = models.CharField(_("introduction"), max_length=240, blank=True)
    body = StreamField(ShopPageBlock(), verbose_name=_("content"), blank=True)

    base_form_class = CampaignForm
    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A page with prices and search words that hold from its beginning to its end.")
    template = "home/campaign_page.html"
    view = "home.front.campaign"
    shown_children = ("featured",)
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("intro"),
        FieldRowPanel(
            [FieldPanel("go_live_at", heading=_("Begins")), FieldPanel("expire_at", heading=_("Ends"))],
            heading=_("When"),
            help_text=_(
                "Without a beginning it starts when you publish it. At its end the page leaves, too."
            ),
        ),
        InlinePanel(
            "featured",
            label=_("Featured price"),
            heading=_("Featured prices"),
            help_text=_("Each store is asked, and may say no: until it accepts, its own price holds."),
            max_num=MOST_OFFERS,
        ),
        HelpPanel(template="home/admin/answers.html", heading=_("What the stores said")),
        InlinePanel(
            "words",
            label=_("Search words"),
            heading=_("Promoted in search"),
            help_text=_("While the campaign is live, its page or a listing stands on top for these words."),
            max_num=MOST_WORDS,
        ),
        FieldPanel("body"),
    ]
    settings_panels: ClassVar[list] = []

    class Meta:
        verbose_name = _("campaign")


class CampaignOffer(Row):
    """A lower price that a campaign asks a store for, in minor units."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="featured")
    offer = models.ForeignKey(
        "products.Offer", on_delete=models.CASCADE, related_name="+", verbose_name=_("offer")
    )
    price = AmountField(_("featured price"), validators=[MinValueValidator(1)])

    panels = [FieldPanel("offer"), FieldPanel("price")]

    class Meta(Row.Meta):
        verbose_name = _("featured price")

    def clean(self) -> None:
        """ValidationError for an offer whose price cannot be lowered, or a price that is not lower."""
        offer = self.offer if self.offer_id else None
        if offer is None or self.price is None:
            return
        if not offer.can_be_featured:
            raise ValidationError(
                {"offer": _("Free offers and prices that the buyer names stay as they are.")}
            )
        if self.price >= offer.price:
            told = {"price": show(offer.price)}
            raise ValidationError(
                {"price": _("Lower than the offer's own price, which is %(price)s.") % told}
            )


class CampaignWord(Row):
    """Words of a search for which a page stands on top while the campaign is live."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="words")
    query = models.CharField(_("search words"), max_length=100, help_text=_("As people type them."))
    promoted = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listing or page"),
        help_text=_("Empty: the campaign's own page."),
    )

    panels = [FieldPanel("query"), FieldPanel("promoted")]

    class Meta(Row.Meta):
        verbose_name = _("search words")

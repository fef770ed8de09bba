"""What people browse: the page of something that can be had. Each kind of product is a subclass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.models import Page, Workflow
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from accounts.chosen import OwnThingsForm
from cms.blocks.body import BodyBlock
from cms.pages import OneLanguage, Row, ShownPage
from products.models.lack import Lack
from products.models.offer import Offer
from products.models.panels import editor_of
from products.models.policy import Policy, first_refund_policy
from products.models.reviewed import JudgedByOthers

SHORTEST_SUMMARY = 40
MOST_CATEGORIES = 3
VISITOR, OWNER = "visitor", "owner"

if TYPE_CHECKING:
    from products.models.entitlement import Entitlement


class ListingTag(TaggedItemBase):
    """A tag on a listing."""

    content_object = ParentalKey("products.Listing", related_name="tagged_items", on_delete=models.CASCADE)


class Listing(JudgedByOthers, OneLanguage, ShownPage, Page):
    """Title, pictures, story, shelves and offers. Prices on sale are the offers' rows in the database."""

    # What a kind says of itself.
    grants: ClassVar[str] = ""  # the entitlement a buyer gets, such as "products.DownloadPass"
    kind_label: ClassVar[str | Promise] = ""  # shown on cards and facets
    contents_template: ClassVar[str] = ""  # what is inside, on the listing page
    starters: ClassVar[list[dict]] = []  # ready-made beginnings for the seller
    intervals: ClassVar[tuple[str, ...]] = (Offer.Interval.ONCE,)  # how often its offers may be paid
    quota_label: ClassVar[str | Promise] = ""  # what an offer's limit counts; empty: offers have no limit
    quota_help: ClassVar[str | Promise] = ""
    offer_terms: ClassVar[dict[str, forms.Field]] = {}  # what else an offer promises, kept in `terms`
    contents_heading: ClassVar[str | Promise] = _("Contents")  # the kind's own tab in the editor
    contents_panels: ClassVar[list] = []
    listing_panels: ClassVar[list] = []  # further fields on the first and the second tab
    price_panels: ClassVar[list] = []
    is_digital_content: ClassVar[bool] = True  # delivered at once, which ends the right of withdrawal

    summary = models.CharField(
        _("summary"),
        max_length=160,
        blank=True,
        help_text=_("One sentence on cards and in search, 40 to 160 letters. Say what one can do with it."),
    )
    cover = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture on cards, 16:9, at least 1280 × 720 pixels."),
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=160,
        blank=True,
        help_text=_("Read to people who cannot see it: “Four stacked letters in red and cream”."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("description"), blank=True)
    categories = ParentalManyToManyField(
        "products.Category",
        verbose_name=_("categories"),
        blank=True,
        help_text=_("The shelves it stands on: at most three."),
    )
    tags = ClusterTaggableManager(
        through=ListingTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Words people search for, separated by commas: serif, editorial, variable."),
    )
    # A default, and not only a first choice in the form: drafts from before there were policies have it too.
    refund_policy = models.ForeignKey(
        "products.Policy",
        verbose_name=_("refund policy"),
        null=True,
        blank=True,
        default=first_refund_policy,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("When buyers get their money back. They accept it as it is worded when they buy."),
    )
    licence = models.ForeignKey(
        "products.Policy",
        verbose_name=_("licence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("What buyers may do with it. Empty: the listing says it itself."),
    )

    view = "products.showing.listing"
    served_with = ("card", "refund_policy", "licence")
    shown_children: ClassVar[tuple[str, ...]] = ("offers",)
    base_form_class = OwnThingsForm
    is_creatable = False
    parent_page_types = ["products.Storefront"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.FilterField("first_published_at"),
    ]

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")

    @classmethod
    def kinds(cls) -> list[type[Listing]]:
        """Every creatable kind in the shop, in the order of their labels."""
        found = [model for model in apps.get_models() if issubclass(model, cls) and model.is_creatable]
        return sorted(found, key=lambda model: str(model.kind_label))

    @classmethod
    def kind_name(cls) -> str:
        """The kind as addresses write it: "download"."""
        return cls._meta.model_name or ""

    @classmethod
    def entitlement_model(cls) -> type[Entitlement]:
        return apps.get_model(cls.grants)

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805
        return editor_of(cls).bind_to_model(cls)

    @classmethod
    def fill_example(cls, listing: Listing) -> None:
        """What a listing made from a starter still needs before it can be bought; a kind adds its own."""

    @classmethod
    def lay_first_rows(cls, listing: Listing) -> None:
        """Open in a new listing the row that every seller fills first; a kind says which."""

    @staticmethod
    def make_new(row: models.Model) -> None:
        """Take from a copied row of this listing what belongs to the first alone; a kind says what."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        seen = [(VISITOR, _("As a visitor sees it")), (OWNER, _("As somebody who has it sees it"))]
        return [*seen, *super().preview_modes[1:]]

    def can_move_to(self, parent: Page) -> bool:
        """Never to another store: what was sold there names its seller."""
        return super().can_move_to(parent) and parent.pk == self.get_parent().pk

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        request.is_owner_preview = mode_name == OWNER
        return super().serve_preview(request, mode_name)

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        return "products/listing.html"

    def structured_data(self, product: dict[str, Any]) -> dict[str, Any]:
        """What search engines read of it: a schema.org Product; a kind may add to it or say it better."""
        return product

    def assigned_workflow(self) -> Workflow | None:
        """The first of its categories that has a workflow of its own decides; else its place in the tree."""
        found = (shelf.workflow for shelf in self.categories.all() if shelf.workflow_id)
        return next((flow for flow in found if flow and flow.active), None) or super().assigned_workflow()

    def facts(self) -> list[str]:
        """At most four short facts for the buy box, best first; a kind adds its own."""
        return []

    def policies(self) -> list[Policy]:
        """What a buyer accepts with it besides the shop's terms: refunds, then the licence."""
        return [policy for policy in (self.refund_policy, self.licence) if policy]

    def problems(self) -> list[Lack]:
        """What keeps this listing from being published: sentences for the seller; a kind adds its own."""
        found = []
        if not any(offer.is_buyable for offer in self.offers.all()):
            found.append(Lack(gettext("Add an offer with a price, or switch “free” on."), at="offers"))
        if not self.cover_id:
            found.append(Lack(gettext("Choose a cover picture."), at="cover"))
        elif not self.cover_alt:
            words = gettext("Say what the cover shows, for people who cannot see it.")
            found.append(Lack(words, at="cover_alt"))
        if len(self.summary) < SHORTEST_SUMMARY:
            found.append(Lack(gettext("Write a summary of 40 to 160 letters."), at="summary"))
        if len(self.categories.all()) > MOST_CATEGORIES:
            found.append(Lack(gettext("Choose at most three categories."), at="categories"))
        if len({shelf.workflow_id for shelf in self.categories.all() if shelf.workflow_id}) > 1:
            words = gettext("These categories are reviewed by different people: choose those of one review.")
            found.append(Lack(words, at="categories"))
        if not self.refund_policy_id:
            found.append(Lack(gettext("Choose a refund policy."), at="refund_policy"))
        return found


class GalleryImage(Row):
    """A further picture of a listing."""

    listing = ParentalKey(Listing, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("16:9 like the cover, at least 1280 × 720 pixels."),
    )
    alt = models.CharField(_("what it shows"), max_length=160, help_text=_("For people who cannot see it."))

    class Meta(Row.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

"""The card of a live listing: one flat row with all that a list shows, so that a list is one query.

Rating and sales stand here and not on the page, whose fields every publish writes anew from a revision.
"""

from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from cms.languages import AddressField
from cms.money import AmountField, brief
from products.models.listing import Listing

# What a list shows of a card; the long words and the listing page's own facts stay in the database.
SHOWN = (
    *("listing", "seller_name", "seller_url", "kind", "title", "url", "cover", "from_price", "compare_at"),
    *("has_choices", "is_pay_what_you_want", "rating", "rating_count", "sales", "published_at"),
)


@cache
def kind_labels() -> dict[str, str | Promise]:
    """{"download": "Download"}: the label, in the reader's language, of each kind in the shop."""
    return {kind.kind_name(): kind.kind_label for kind in Listing.kinds()}


class CardQuerySet(SearchableQuerySetMixin, models.QuerySet["Card"]):
    """Adjectives for the catalogue."""

    def public(self) -> "CardQuerySet":
        return self.filter(is_public=True)

    def for_lists(self) -> "CardQuerySet":
        """Only what `as_component` reads."""
        return self.only(*SHOWN)


class Card(index.Indexed, models.Model):
    """Written by `products.cards` whenever a listing is published, repriced, reviewed or sold."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="card", primary_key=True)
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, related_name="+")
    seller_name = models.CharField(max_length=255)
    seller_url = AddressField(max_length=500)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=160, blank=True)
    url = AddressField(max_length=500)
    cover = models.JSONField(
        default=dict, help_text="{avif, jpeg, srcset_avif, srcset_jpeg, width, height, alt}"
    )
    words = models.TextField(blank=True, help_text="What search reads besides title and summary.")
    from_price = AmountField(null=True)
    compare_at = AmountField(null=True)
    has_choices = models.BooleanField(default=False)
    is_pay_what_you_want = models.BooleanField(default=False)
    pictures = models.JSONField(default=list, help_text="Of the listing page: as cover, and a thumb each.")
    page = models.JSONField(
        default=dict, help_text="{categories, tags, store} as the listing page shows them."
    )
    featured = models.JSONField(
        default=dict, help_text="{offer: [price, when it ends]} of campaigns, as the card shows them."
    )
    prices = models.JSONField(
        default=dict, help_text="{offer: the least one can pay now}, so that a fall of a price is seen."
    )
    rating = models.DecimalField(max_digits=3, decimal_places=2, default=0, help_text="0: not rated yet.")
    stars = models.JSONField(default=list, help_text="How many gave one, two, three, four and five stars.")
    rating_count = models.PositiveIntegerField(default=0)
    sales = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    pinned_at = models.DateTimeField(null=True, help_text="Since when it stands first in its store.")
    categories = models.ManyToManyField("products.Category", related_name="cards")
    tags: models.ManyToManyField = models.ManyToManyField("taggit.Tag", related_name="+")

    search_fields = [
        index.SearchField("title", boost=5),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("seller_name"),
        index.SearchField("words"),
        index.FilterField("is_public"),
        index.FilterField("kind"),
        index.FilterField("seller"),
        index.FilterField("from_price"),
        index.FilterField("rating"),
        index.FilterField("sales"),
        index.FilterField("published_at"),
        index.FilterField("listing_id"),
        index.RelatedFields("categories", [index.FilterField("slug")]),
        index.RelatedFields("tags", [index.FilterField("slug")]),
    ]

    class Meta:
        verbose_name = _("card")
        indexes = [
            models.Index(fields=["is_public", "-published_at", "-listing"], name="card_newest"),
            models.Index(fields=["is_public", "from_price", "listing"], name="card_price"),
            models.Index(fields=["is_public", "-sales", "-listing"], name="card_sales"),
            models.Index(fields=["is_public", "-rating", "-listing"], name="card_rating"),
            models.Index(fields=["is_public", "kind", "-published_at", "-listing"], name="card_kind_newest"),
            models.Index(fields=["seller", "is_public", "-published_at"], name="card_of_seller"),
        ]

    objects = CardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def price_label(self) -> str:
        """ "Free", "€29", "from €12" where offers differ, "€5+" where buyers choose; empty: not priced."""
        if self.from_price is None:
            return ""
        if self.is_pay_what_you_want:
            return f"{brief(self.from_price)}+"
        price = brief(self.from_price) if self.from_price else gettext("Free")
        return gettext("from %(price)s") % {"price": price} if self.has_choices else price

    def as_component(self) -> dict[str, Any]:
        """The dict that templates/components/card.html reads."""
        return {
            "pk": self.pk,
            "url": self.url,
            "title": self.title,
            "seller_name": self.seller_name,
            "seller_url": self.seller_url,
            "kind": self.kind,
            "kind_label": kind_labels().get(self.kind, ""),
            "price_label": self.price_label,
            "compare_at_label": brief(self.compare_at) if self.compare_at else "",
            "rating": self.rating,
            "rating_count": self.rating_count,
            **{f"cover_{name}": value for name, value in self.cover.items()},
        }

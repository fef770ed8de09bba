"""The nouns of what can be had; the kinds below `products.kinds` are found by name."""

from cms.discovery import modules_in
from products.models.card import Card
from products.models.category import Category
from products.models.entitlement import Entitlement, Unavailable
from products.models.featured import FeaturedPrice, apply_terms, feature
from products.models.follow import FollowedStore
from products.models.importing import ListingImport
from products.models.judging import HumanReview
from products.models.listing import GalleryImage, Listing, ListingTag
from products.models.moderation import AutomaticCheck, ForbiddenWord, ReviewSettings
from products.models.offer import Offer, Stock
from products.models.policy import Policy
from products.models.report import ReviewReport
from products.models.review import Review
from products.models.storefront import Storefront, StoreIndex
from products.models.wish import WishedListing
from products.models.word import KnownWord, WordCount, WordForm

__all__ = [
    "AutomaticCheck",
    "Card",
    "Category",
    "Entitlement",
    "FeaturedPrice",
    "FollowedStore",
    "ForbiddenWord",
    "GalleryImage",
    "HumanReview",
    "KnownWord",
    "Listing",
    "ListingImport",
    "ListingTag",
    "Offer",
    "Policy",
    "Review",
    "ReviewReport",
    "ReviewSettings",
    "Stock",
    "StoreIndex",
    "Storefront",
    "Unavailable",
    "WishedListing",
    "WordCount",
    "WordForm",
    "apply_terms",
    "feature",
]

# A kind is one file, or a folder with a `models` module.
for _module in modules_in("products.kinds"):
    pass
for _module in modules_in("products.kinds", "models"):
    pass

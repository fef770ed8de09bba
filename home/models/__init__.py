"""The pages an editor composes, and the pages people browse from."""

from home.models.campaign import CampaignOffer, CampaignPage, CampaignWord
from home.models.collection import CollectionPage, CollectionPick, kind_choices
from home.models.pages import CataloguePage, CategoryPage, CategoryPick, ContentPage, HomePage
from home.models.searched import SearchAnswer

__all__ = [
    "CampaignOffer",
    "CampaignPage",
    "CampaignWord",
    "CataloguePage",
    "CategoryPage",
    "CategoryPick",
    "CollectionPage",
    "CollectionPick",
    "ContentPage",
    "HomePage",
    "SearchAnswer",
    "kind_choices",
]

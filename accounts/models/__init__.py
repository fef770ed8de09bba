"""The nouns of people: users, sellers and their teams; what a person asked to be done with their data."""

from accounts.models.people import (
    ActiveDay,
    Invitation,
    Member,
    Seller,
    SellerQuerySet,
    StandingMessage,
    User,
)
from accounts.models.privacy import DataExport

__all__ = [
    "ActiveDay",
    "DataExport",
    "Invitation",
    "Member",
    "Seller",
    "SellerQuerySet",
    "StandingMessage",
    "User",
]

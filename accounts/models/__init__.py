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
from accounts.models.privacy import DataExport, Erasure

__all__ = [
    "ActiveDay",
    "DataExport",
    "Erasure",
    "Invitation",
    "Member",
    "Seller",
    "SellerQuerySet",
    "StandingMessage",
    "User",
]

"""Who plays which part: what the admin, the stores and the two-factor gate ask about a person."""

from typing import Any

from accounts.models import Member, Seller, SellerQuerySet

ADMIN, EDITOR, MODERATOR, SELLER, BUYER = "admin", "editor", "moderator", "seller", "buyer"
STAFF_ROLES = frozenset({ADMIN, EDITOR, MODERATOR})
ROLES = (ADMIN, EDITOR, MODERATOR, SELLER, BUYER)


def roles_of(user: Any) -> frozenset[str]:
    """The names of the roles a person has; asked of the database once per request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return user._roles


def is_admin(user: Any) -> bool:
    """Whether the person runs the shop: a superuser, or in the group admin."""
    return bool(user.is_superuser) or ADMIN in roles_of(user)


def curates(user: Any) -> bool:
    """Whether the person keeps the shop window: an editor or an admin."""
    return is_admin(user) or EDITOR in roles_of(user)


def is_staff_role(user: Any) -> bool:
    """Whether the person works for the shop: admin, editor, moderator or superuser."""
    return bool(user.is_superuser) or not STAFF_ROLES.isdisjoint(roles_of(user))


def is_seller(user: Any) -> bool:
    """Whether the person has the seller's role, whatever else they are."""
    return SELLER in roles_of(user)


def is_only_seller(user: Any) -> bool:
    """Whether the person is in the admin for their own store alone."""
    return is_seller(user) and not is_staff_role(user)


def memberships_of(user: Any) -> list[Member]:
    """The person's parts in teams, each with its seller; asked of the database once per request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(user.memberships.select_related("user", "seller__collection").order_by("pk"))
    return user._memberships


def seller_ids_of(user: Any, ability: str | None = None) -> list[int]:
    """Keys of the businesses in whose team the person is, or in which they have an ability."""
    return [m.seller_id for m in memberships_of(user) if ability is None or m.may(ability)]


def sellers_of(user: Any, ability: str | None = None) -> SellerQuerySet:
    """The businesses in whose team the person is, or in which they have an ability; none for a visitor."""
    if not user.is_authenticated:
        return Seller.objects.none()
    if ability is None:
        return Seller.objects.with_member(user)
    return Seller.objects.with_member_who_may(user, ability)

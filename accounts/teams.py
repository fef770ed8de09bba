"""Who is in a team: joining gives rights and leaving takes them, in the same transaction."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Member, Seller, User
from accounts.roles import SELLER

# Ours, and Wagtail's.
REMEMBERED = (
    *("_memberships", "_roles"),
    *("_page_permission_cache", "_collection_permission_cache", "_explorable_root_page_cache"),
)


def join(seller: Seller, user: User, role: str) -> Member:
    """Put a person into a team, or give a member another part. The seller's role opens the admin to them."""
    with transaction.atomic():
        # A departure from another team at the same moment must see this part, or wait for it.
        User.objects.select_for_update().get(pk=user.pk)
        member, _created = Member.objects.update_or_create(seller=seller, user=user, defaults={"role": role})
        user.groups.add(Group.objects.get(name=SELLER))
    _forget(user)
    return member


def leave(seller: Seller, user: User) -> bool:
    """Take a person out of a team; False when they were not in it. The last team takes the admin with it."""
    with transaction.atomic():
        # Two departures at once must not both believe that the other team remains.
        person = User.objects.select_for_update().get(pk=user.pk)
        gone, _by_model = Member.objects.filter(seller=seller, user=person).delete()
        if not person.memberships.exists():
            person.groups.remove(*Group.objects.filter(name=SELLER))
    _forget(user)
    return bool(gone)


def _forget(user: User) -> None:
    """What the person's object remembers of its rights; a request starts without these anyway."""
    for name in REMEMBERED:
        user.__dict__.pop(name, None)

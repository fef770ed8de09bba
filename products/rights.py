"""What a team may do in the page tree and with pictures: asked of its members, not of a group for each store.

Ten thousand stores would mean ten thousand groups and as many boxes in every admin form that lists groups, so
membership is the right itself: nothing is copied that could be out of step with it.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.images import get_image_model
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.abilities import LISTINGS
from accounts.models import Seller
from accounts.roles import is_staff_role, memberships_of
from products.models import Storefront

IN_THE_STORE = ("add_page", "change_page")  # never publish: that is the moderators'
IN_THE_COLLECTION = ("add_image", "change_image", "choose_image")


@dataclass(eq=False)
class HeldInTree:
    """Reads like a GroupPagePermission, without the row."""

    page: Page
    permission: Permission

    @property
    def page_id(self) -> int:
        return self.page.pk


@dataclass(eq=False)
class HeldInCollection:
    """Reads like a GroupCollectionPermission, without the row."""

    collection: Collection
    permission: Permission

    @property
    def collection_id(self) -> int:
        return self.collection.pk


class StorePagePolicy(PagePermissionPolicy):
    """Wagtail's page rights, and those that a team has below its storefront. One more query for sellers."""

    def get_all_permissions_for_user(self, user: Any) -> list[Any]:
        given = list(super().get_all_permissions_for_user(user))
        sellers = _sellers_whose_listings(user)
        stores = Storefront.objects.filter(seller__in=sellers) if sellers else ()
        return given + [
            HeldInTree(store, Permission(codename=name)) for store in stores for name in IN_THE_STORE
        ]


class _OfTeams:
    """For all policies over collections, since they share what a user object remembers."""

    def get_all_permissions_for_user(self, user: Any) -> list[Any]:
        given = list(super().get_all_permissions_for_user(user))  # type: ignore[misc]
        own = [seller.collection for seller in _sellers_whose_listings(user) if seller.collection]
        return given + [
            HeldInCollection(collection, Permission(codename=name))
            for collection in own
            for name in IN_THE_COLLECTION
        ]


class StorePicturePolicy(_OfTeams, CollectionOwnershipPermissionPolicy):
    """Wagtail's rights over pictures, and those of a team over its own."""

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        """What forms offer. To staff not the stores' collections: ten thousand options help nobody."""
        found = super().collections_user_has_any_permission_for(user, actions)
        return without_stores(found) if is_staff_role(user) else found


class SharedCollectionPolicy(_OfTeams, CollectionManagementPermissionPolicy):
    """Who arranges collections sees those of the shop: a store's one collection is not theirs to rename."""

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet:
        return without_stores(super().instances_user_has_permission_for(user, action))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return without_stores(super().instances_user_has_any_permission_for(user, actions))


def without_stores(collections: QuerySet) -> QuerySet:
    """Those collections that belong to no store."""
    return collections.exclude(pk__in=Seller.objects.exclude(collection=None).values("collection"))


def _sellers_whose_listings(user: Any) -> list[Seller]:
    return [member.seller for member in memberships_of(user) if user.is_active and member.may(LISTINGS)]


def register() -> None:
    """Put the three policies into Wagtail's registry, and keep stores out of the form that edits a role."""
    images = get_image_model()
    register_permission_policy(AbstractPage, StorePagePolicy())
    register_permission_policy(
        images,
        StorePicturePolicy(images, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"),
    )
    register_permission_policy(Collection, SharedCollectionPolicy(Collection))
    shared = without_stores(Collection.objects.all())
    for formset in (GroupImagePermissionFormSet, GroupCollectionManagementPermissionFormSet):
        formset.form.base_fields["collection"].queryset = shared

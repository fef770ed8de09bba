"""Open a store: seller, draft storefront, own collection, and its owner in its team."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection

from accounts.abilities import OWNER
from accounts.models import Seller, User
from accounts.teams import join
from products.models import Storefront, StoreIndex


def open_store(owner: Any, name: str, country: str, tagline: str = "") -> Storefront:
    """Make a person a seller with a draft storefront. The team may add and change below that page only."""
    with transaction.atomic():
        seller = Seller.objects.create(owner=owner, name=name, country=country)
        store = _place(Storefront(title=name, tagline=tagline, seller=seller, owner=owner, live=False))
        seller.collection = Collection.get_first_root_node().add_child(name=f"Store · {store.slug}")
        seller.save(update_fields=["collection"])
        join(seller, owner, OWNER)
    return store


def open_first_store(owner: Any, business: str, country: str, name: str, tagline: str = "") -> Storefront:
    """Open a store for somebody who has none; whoever asks twice, even at once, gets the one they have."""
    with transaction.atomic():
        # Two posts at the same moment queue up here.
        User.objects.select_for_update().get(pk=owner.pk)
        present = Storefront.objects.filter(seller__owner=owner).order_by("pk").first()
        if present:
            return present
        store = open_store(owner, name, country, tagline)
        Seller.objects.filter(pk=store.seller_id).update(name=business)
    return store


def _place(store: Storefront) -> Storefront:
    index = StoreIndex.objects.first()
    if index is None:
        raise StoreIndex.DoesNotExist("The site has no store index yet: run the migrations.")
    base = slugify(store.title) or "store"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    store.slug = next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in taken)
    index.add_child(instance=store)
    store.save_revision(user=store.owner)
    return store

"""Open the demo's stores as a seller would, with a drawn logo and banner."""

from accounts.abilities import SUPPORT
from accounts.models import Seller
from accounts.teams import join
from home.demo import goods, people, pictures, policies
from products.models import Storefront
from products.storefronts import open_store


def open_all() -> None:
    """Open and publish the stores that are not on the street yet, and write what they promise."""
    for shop in goods.shops():
        store = find(shop) or open_store(people.find(shop.seller), shop.name, shop.country, shop.tagline)
        if not store.live:
            _publish(store, shop)
    policies.put_down()


def find(shop: goods.Shop) -> Storefront | None:
    """The store of this seller, if it is open."""
    return Storefront.objects.filter(seller__owner__email=f"{shop.seller}@stoa.example").first()


def _publish(store: Storefront, shop: goods.Shop) -> None:
    _be_known(store, shop)
    store.about = shop.about
    place = goods.shops().index(shop)
    store.logo = pictures.keep(store, f"{shop.name}, logo", "logo", place, shop.hue)
    store.banner = pictures.keep(store, f"{shop.name}, banner", "banner", place, shop.hue)
    store.save_revision(user=store.owner).publish()


def _be_known(store: Storefront, shop: goods.Shop) -> None:
    """All have shown their papers; the last waits for an answer, the first has somebody who helps."""
    asked = shop == goods.shops()[-1]
    state = Seller.State.PENDING if asked else Seller.State.VERIFIED
    Seller.objects.filter(pk=store.seller_id).update(state=state)
    if shop == goods.shops()[0]:
        join(store.seller, people.find("mira"), SUPPORT)

"""Ways up: to which offers of its listing a right can be upgraded, and what is left to pay for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.money import brief
from orders.discounts import SMALLEST_TOTAL
from orders.models import Item, Order
from orders.models.order import upgrade_words
from products.models import Entitlement, Offer


@dataclass(frozen=True)
class Spent:
    """What was paid for a right so far, and what that would have cost at its full price; in minor units."""

    paid: int = 0
    full: int = 0


@dataclass(frozen=True)
class Path:
    """From what somebody has to a dearer offer of the same listing; what was paid is taken off its price."""

    right: Entitlement
    offer: Offer
    paid: int

    @property
    def price(self) -> int:
        """The difference, in minor units; tell the offer of campaigns before."""
        return (self.offer.price_now or 0) - self.paid

    @property
    def words(self) -> str:
        """ "Upgrade from Personal to Team"."""
        return upgrade_words(self.right.offer_name, self.offer.name)

    @property
    def sum_words(self) -> str:
        """How the difference is made; empty where nothing was paid before."""
        if not self.paid:
            return ""
        said = {"price": brief(self.offer.price_now or 0), "paid": brief(self.paid)}
        return _("%(price)s less the %(paid)s paid so far") % said


def held(pks: Collection[int], holder: Any) -> list[Entitlement]:
    """Those of the rights that the person (a key) holds now and once paid for, or was given. One query."""
    mine = Entitlement.objects.non_polymorphic().active().filter(pk__in=pks, holder=holder)
    return list(mine.filter(subscription=None).select_related("offer").order_by("-activated_at", "-pk"))


def spent_on(rights: Collection[int]) -> dict[int, Spent]:
    """What was paid for each right less what went back; without what was never paid. One query.

    What the shop's own coupon took off counts as paid, since the seller has got it; a seller's does not.
    """
    rows = Item.objects.filter(entitlement__in=rights, order__state=Order.State.PAID)
    found: dict[int, Spent] = {}
    for item in rows.order_by("pk"):
        before = found.get(item.entitlement_id, Spent())
        full = before.full + item.price + item.suggestion_off
        found[item.entitlement_id] = Spent(before.paid + item.kept, full)
    return found


def among(rights: Iterable[Entitlement], offers: Iterable[Offer], spent: dict[int, Spent]) -> list[Path]:
    """Every way from one of the rights to one of the offers that are on sale."""
    found = []
    for right in rights:
        on_it = spent.get(right.pk, Spent())
        for offer in offers:
            path = Path(right, offer, on_it.paid)
            if _leads(right, offer) and _is_up(right, offer, on_it) and path.price >= SMALLEST_TOTAL:
                found.append(path)
    return found


def _leads(right: Entitlement, offer: Offer) -> bool:
    """One fixed price, paid once; not of a limited number, of which an exchange takes none."""
    is_fixed = offer.can_be_featured and offer.stock is None
    is_other = offer.pk != right.offer_id and offer.listing_id == right.listing_id
    return offer.takes_upgrades and is_fixed and is_other and bool(right.offer_name)


def _is_up(right: Entitlement, offer: Offer, spent: Spent) -> bool:
    """Whether it is the dearer one by its own price: a campaign makes no way down a way up."""
    mine = right.offer
    now = spent.full if mine is None else (mine.price or 0)
    return now < (offer.price or 0)

"""An upgrade is placed beside its item, made when it is paid, and undone when its money goes back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.money import brief
from orders import paths
from orders.models import Item, Order, Upgrade
from orders.pricing import Line, can_be_bought
from products import delivery
from products.models import Entitlement, Offer, Unavailable, feature
from products.models.promise import Promise

State = Entitlement.State


def ways(rights: Iterable[Entitlement]) -> list[paths.Path]:
    """How the holder of these rights, of one person, may go up now, the cheapest step first.

    One query when nothing takes upgrades, four else.
    """
    rights = list(rights)
    offers = Offer.objects.filter(listing__in={right.listing_id for right in rights}, takes_upgrades=True)
    on_sale = [one for one in offers.select_related("listing__card__seller") if can_be_bought(one)]
    if not on_sale:
        return []
    feature(on_sale)
    mine = paths.held([right.pk for right in rights], rights[0].holder_id)
    found = paths.among(mine, on_sale, paths.spent_on([right.pk for right in mine]))
    return sorted(found, key=lambda path: path.price)


def way(right: Entitlement, offer_id: int) -> paths.Path | None:
    """The one to an offer; None when there is none, or not any more."""
    return next((path for path in ways([right]) if path.offer.pk == offer_id), None)


def shown(rights: Iterable[Entitlement]) -> list[dict[str, Any]]:
    """The `upgrades` of components/upgrades.html: from each offer that somebody has, each step once."""
    found: dict[tuple[str, int], paths.Path] = {}
    for path in ways(rights):
        found.setdefault((path.right.offer_name, path.offer.pk), path)
    return [_shown(path) for path in found.values()]


def _shown(path: paths.Path) -> dict[str, Any]:
    said = {"offer": path.offer.name, "price": brief(path.price)}
    return {
        "words": _("You own “%(offer)s”.") % {"offer": path.right.offer_name},
        "note": path.sum_words,
        "label": _("Upgrade to %(offer)s for %(price)s") % said,
        "action": reverse("cart_upgrade"),
        "right": path.right.pk,
        "offer": path.offer.pk,
        "seen": path.price,
    }


def begin(order: Order, line: Line | None) -> None:
    """Freeze what an upgrade agrees beside a placed order. Call in the transaction that places it."""
    if line is None or line.path is None:
        return
    Upgrade.objects.create(
        item=order.items.get(),
        before=line.path.right.promised.as_json(),
        after=line.offer.promised.as_json(),
        paid_before=line.path.paid,
    )


def rivals(order: Order, right: int) -> QuerySet[Order]:
    """Other orders that wait to be paid for the same right: what they upgrade is no longer there."""
    mine = Order.objects.placed().filter(items__entitlement=right, processing_at=None)
    return mine.exclude(pk=order.pk).exclude(items__upgraded_from="")


def make(order: Order, item: Item, now: datetime) -> None:
    """Exchange the right for what was paid for, in the transaction that settles the order.

    Raises Unavailable when it has ended, is of something else by now, or money for it went back meanwhile.
    """
    rows = Entitlement.objects.non_polymorphic().select_for_update(of=("self",))
    right = rows.get(pk=item.entitlement_id)
    upgrade = Upgrade.objects.get(pk=item.pk)
    # Those of the order itself are among what is paid by now.
    paid = paths.spent_on([right.pk])[right.pk].paid - item.kept
    is_mine = right.is_open_at(now) and right.holder_id == order.buyer_id
    is_same = paid == upgrade.paid_before and _alike(right.promised, upgrade.was)
    before = delivery.exchange(right.pk, upgrade.promise) if is_mine and is_same else None
    if before is None:
        raise Unavailable(_("What this upgrades has changed since, or has ended."))
    Upgrade.objects.filter(pk=item.pk).update(before=before.as_json(), made_at=now)


def _alike(one: Promise, other: Promise) -> bool:
    """Whether they promise the same; an offer that was deleted meanwhile takes its key with it."""
    return replace(one, offer=None, kept={}) == replace(other, offer=None, kept={})


def undo(item: Item, now: datetime) -> list[Item]:
    """The money of an item went back: what was built on it falls, and what it upgraded comes back.

    Gives the items of those later upgrades, whose money must go back, too. Call inside a transaction.
    """
    later = list(Upgrade.objects.built_on(item))
    mine = Upgrade.objects.standing().filter(pk=item.pk).first()
    if mine:
        delivery.exchange(item.entitlement_id, mine.was)
    fallen = [*later, mine] if mine else later
    Upgrade.objects.filter(pk__in=[one.pk for one in fallen]).update(undone_at=now)
    return [one.item for one in later]

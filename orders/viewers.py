"""Who looks at an order: its owner, the browser that placed it, or somebody who has its secret address."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from cms.erased import is_erased
from orders.models import Order, Subscription
from products import passes

KEY = "placed"
MOST = 10
SALT = "receipt-link"
OPENS_FOR = timedelta(days=30)
FRESH_LINK_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Viewer:
    """What this browser may see and have of an order."""

    is_owner: bool
    has_placed_it: bool
    has_guest_key: bool

    @property
    def may_have_goods(self) -> bool:
        return self.is_owner or self.has_guest_key

    @property
    def may_see_address(self) -> bool:
        """The buyer's e-mail address and invoice; others see it masked."""
        return self.is_owner or self.has_placed_it or self.has_guest_key


def of(request: HttpRequest, order: Order) -> Viewer:
    """How this browser stands to the order. A guest's address opens the goods for thirty days.

    Who was erased is no browser's owner any more, whatever its session remembers.
    """
    if is_erased(order.email):
        return Viewer(is_owner=False, has_placed_it=False, has_guest_key=False)
    return Viewer(
        is_owner=request.user.is_authenticated and order.buyer_id == request.user.pk,
        has_placed_it=order.pk in request.session.get(KEY, []),
        has_guest_key=order.is_guest and (_is_young(order) or _has_fresh_key(request, order)),
    )


def may_manage(request: HttpRequest, plan: Subscription) -> bool:
    """Who may change a subscription: the holder of what it opens, or a guest with the pass to it."""
    is_theirs = request.user.is_authenticated and plan.entitlement.holder_id == request.user.pk
    return is_theirs or plan.entitlement_id in passes.carried(request.session)


def remember(request: HttpRequest, order: Order) -> None:
    """This browser placed the order."""
    request.session[KEY] = [*request.session.get(KEY, []), order.pk][-MOST:]


def last_placed(request: HttpRequest) -> Order | None:
    """The order that this browser placed last, if any."""
    placed = request.session.get(KEY)
    return Order.objects.filter(pk=placed[-1]).first() if placed else None


def fresh_key(order: Order) -> str:
    """A key for a day, to be mailed to the buyer when the address alone no longer opens the goods."""
    return signing.dumps(order.pk, salt=SALT)


def masked(email: str) -> str:
    """An address as much of it as its owner needs to know it again: b…@example.com."""
    local, _at, domain = email.partition("@")
    return f"{local[:1]}…@{domain}"


def _is_young(order: Order) -> bool:
    return order.paid_at is None or order.paid_at > timezone.now() - OPENS_FOR


def _has_fresh_key(request: HttpRequest, order: Order) -> bool:
    try:
        return signing.loads(request.GET.get("key", ""), salt=SALT, max_age=FRESH_LINK_SECONDS) == order.pk
    except signing.BadSignature:
        return False

"""Rights are given, delivered and withdrawn here; whoever pays, gives or refunds only calls these verbs."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.queue import soon
from products.models import Entitlement, Offer
from products.models.promise import Promise

log = logging.getLogger(__name__)

State = Entitlement.State

PATIENCE = timedelta(minutes=1)  # what is undelivered for longer was lost on the way


def reserve(holder: Any, offer: Offer) -> Entitlement:
    """A pending entitlement with what is scarce taken. Raises Unavailable. Call inside a transaction."""
    kind = offer.listing.specific_class  # known from the content type: no query
    entitlement = kind.entitlement_model()(
        holder=holder, listing=offer.listing, offer=offer, offer_name=offer.name, quota=offer.quota
    )
    entitlement.terms = dict(offer.terms)
    entitlement.save()
    entitlement.reserve()
    return entitlement


def activate(entitlement: Entitlement, now: datetime | None = None) -> bool:
    """pending → active, once; delivery follows after commit. False when somebody else was first."""
    moment = now or timezone.now()
    won = Entitlement.objects.filter(pk=entitlement.pk, state=State.PENDING).update(
        state=State.ACTIVE, activated_at=moment
    )
    if won:
        enqueue(entitlement.pk)
    return bool(won)


def activate_all(pks: Collection[int], now: datetime) -> int:
    """Activate several pending entitlements in one statement; how many this call activated."""
    pending = Entitlement.objects.non_polymorphic().filter(pk__in=pks, state=State.PENDING)
    won = pending.update(state=State.ACTIVE, activated_at=now)
    for pk in pks:
        enqueue(pk)  # harmless for those that somebody else activated: delivery happens once
    return won


def wrap_all(pks: Collection[int], now: datetime) -> int:
    """pending → wrapped for gifts that are paid for: nothing is delivered before somebody redeems them."""
    pending = Entitlement.objects.non_polymorphic().filter(pk__in=pks, state=State.PENDING)
    return pending.update(state=State.WRAPPED, wrapped_at=now)


def hand_over(pks: Collection[int], holder: Any, now: datetime) -> int:
    """wrapped → active for whoever redeems them, in one statement; how many this call handed over."""
    wrapped = Entitlement.objects.non_polymorphic().filter(pk__in=pks, state=State.WRAPPED)
    won = wrapped.update(state=State.ACTIVE, holder=holder, activated_at=now)
    for pk in pks:
        enqueue(pk)
    return won


def grant(holder: Any, offer: Offer) -> Entitlement:
    """Give an offer to a person without a sale. Raises Unavailable."""
    with transaction.atomic():
        entitlement = reserve(holder, offer)
        activate(entitlement)
    return entitlement


def enqueue(pk: int) -> None:
    """Deliver soon after commit; the periodic sweep finishes what is lost on the way."""
    soon("products.tasks.deliver_entitlement", pk)


def deliver(pk: int) -> bool:
    """Deliver one active entitlement; safe to repeat. True when this call finished it."""
    with transaction.atomic():
        entitlement = (
            Entitlement.objects.select_for_update(of=("self",)).filter(pk=pk, state=State.ACTIVE).first()
        )
        if entitlement is None or entitlement.delivered_at:
            return False
        entitlement.deliver()
        Entitlement.objects.filter(pk=pk).update(delivered_at=timezone.now())
    return True


def deliver_again(entitlement: Entitlement) -> bool:
    """Put an active entitlement back into the queue: a key that was lost is cut anew. False when it ended."""
    active = Entitlement.objects.filter(pk=entitlement.pk, state=State.ACTIVE)
    is_active = bool(active.update(delivered_at=None))
    if is_active:
        enqueue(entitlement.pk)
    return is_active


def extend(entitlement_id: int, until: datetime) -> bool:
    """Let an active right run until a moment, later or earlier than it would. False when it has ended."""
    active = Entitlement.objects.non_polymorphic().filter(pk=entitlement_id, state=State.ACTIVE)
    return bool(active.update(ends_at=until))


def exchange(entitlement_id: int, promise: Promise) -> Promise | None:
    """Let an active right be of another offer of its listing; what it was before, None when it has ended.

    Its holder keeps what was delivered, fitted by the kind: an upgrade, a change of plan, or its undoing.
    """
    with transaction.atomic():
        rows = Entitlement.objects.select_for_update(of=("self",)).filter(pk=entitlement_id)
        held = rows.filter(state=State.ACTIVE).first()
        if held is None:
            return None
        if held.delivered_at is None:
            held.deliver()  # repeatable: what was promised first is made first
        before = held.promised
        held.offer = Offer.objects.filter(pk=promise.offer).first()
        held.offer_name, held.quota, held.terms = promise.name, promise.quota, dict(promise.terms)
        held.save(update_fields=["offer", "offer_name", "quota", "terms"])
        held.exchange(before, promise)
    return before


def withdraw(entitlement: Entitlement, now: datetime | None = None, reason: str = "") -> bool:
    """active or wrapped → ended, once, undoing what was made for it, all or nothing. False otherwise.

    `reason` is one of Entitlement.EndReason, for kinds that tell it on; empty where there is none to tell.
    """
    with transaction.atomic():
        won = _end(entitlement, (State.WRAPPED, State.ACTIVE), now)
        if won and reason:
            Entitlement.objects.filter(pk=entitlement.pk).update(end_reason=reason)
        if won:
            _as_its_kind(entitlement).withdraw()
    return won


def release(entitlement: Entitlement) -> bool:
    """pending → ended, once, giving back what was reserved. False when it was not pending."""
    with transaction.atomic():
        won = _end(entitlement, (State.PENDING,))
        if won:
            _as_its_kind(entitlement).release()
    return won


def reserve_again(entitlement: Entitlement) -> None:
    """ended → pending for a payment that came late: takes what is scarce anew, or raises Unavailable.

    Call inside a transaction. What was once active is never revived.
    """
    lapsed = Entitlement.objects.filter(pk=entitlement.pk, state=State.ENDED, activated_at=None)
    if lapsed.update(state=State.PENDING, ended_at=None):
        _as_its_kind(entitlement).reserve()


def _end(entitlement: Entitlement, before: Collection[str], now: datetime | None = None) -> bool:
    rows = Entitlement.objects.filter(pk=entitlement.pk, state__in=before)
    return bool(rows.update(state=State.ENDED, ended_at=now or timezone.now()))


def _as_its_kind(entitlement: Entitlement) -> Entitlement:
    """Read anew as the kind's own class: what came through a join is plain, without the verbs."""
    return Entitlement.objects.get(pk=entitlement.pk)


def may_open(
    person: Any,
    entitlement: Entitlement,
    now: datetime | None = None,
    passes: Collection[int] = (),
) -> bool:
    """The one gate: page, file, API, search and feed all ask whether this person may open this thing.

    `passes` are the entitlements that a guest's browser may open: `products.passes.carried(session)`.
    """
    is_theirs = person.is_authenticated and entitlement.holder_id == person.pk
    return (is_theirs or entitlement.pk in passes) and entitlement.is_open_at(now or timezone.now())

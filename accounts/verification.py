"""Whether a seller is known and may sell: the moves from state to state, and the one verb that makes them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.abilities import PAYOUTS
from accounts.models import Seller
from accounts.roles import MODERATOR, is_admin, roles_of, seller_ids_of
from cms.queue import soon

State = Seller.State
SELLER, STAFF = "seller", "staff"
REASON_LENGTH, SHORTEST_REASON = 500, 10


class Forbidden(Exception):
    """A move that may not be made; its message is fit to show."""


@dataclass(frozen=True)
class Move:
    """One way from state to state: where it begins, where it ends, who may go it."""

    name: str
    before: frozenset[str]
    after: str  # empty: back to the state before the suspension
    who: str
    label: Any
    words: Any  # what will happen, told before the button is pressed
    needs_reason: bool = False

    @property
    def action(self) -> str:
        """The name under which Wagtail's log keeps it."""
        return f"accounts.seller.{self.name}"


MOVES = {
    move.name: move
    for move in (
        Move(
            "submit",
            frozenset({State.UNSUBMITTED, State.REJECTED}),
            State.PENDING,
            SELLER,
            gettext_lazy("Ask for verification"),
            gettext_lazy("We compare what you tell us with public registers and answer by mail."),
        ),
        Move(
            "verify",
            frozenset({State.UNSUBMITTED, State.PENDING, State.REJECTED}),
            State.VERIFIED,
            STAFF,
            gettext_lazy("Verify"),
            gettext_lazy(
                "The store and its listings carry the badge, and the seller may be paid."
                " A mail tells the owner."
            ),
        ),
        Move(
            "reject",
            frozenset({State.PENDING, State.VERIFIED}),
            State.REJECTED,
            STAFF,
            gettext_lazy("Reject"),
            gettext_lazy(
                "The badge goes and payouts wait; listings stay in the shop."
                " The owner reads the reason in a mail and may ask again."
            ),
            needs_reason=True,
        ),
        Move(
            "suspend",
            frozenset({State.UNSUBMITTED, State.PENDING, State.VERIFIED, State.REJECTED}),
            State.SUSPENDED,
            STAFF,
            gettext_lazy("Suspend"),
            gettext_lazy(
                "The store and its listings leave the shop at once, nothing of theirs can be bought,"
                " and payouts are held. Buyers keep what they bought; drafts are kept."
                " The owner reads the reason in a mail."
            ),
            needs_reason=True,
        ),
        Move(
            "lift",
            frozenset({State.SUSPENDED}),
            "",
            STAFF,
            gettext_lazy("Lift the suspension"),
            gettext_lazy(
                "The store and its listings come back, in the state they had before. A mail tells the owner."
            ),
        ),
    )
}


def decides(user: Any) -> bool:
    """Whether the person judges sellers: an admin or a moderator."""
    return is_admin(user) or MODERATOR in roles_of(user)


def may_fire(user: Any, seller: Seller, move: Move) -> bool:
    """Whether the person may make the move, whatever state the seller is in."""
    if move.who == STAFF:
        return decides(user) and seller.pk not in seller_ids_of(user)  # nobody judges their own business
    return seller.pk in seller_ids_of(user, PAYOUTS)


def moves_open_to(user: Any, seller: Seller) -> list[Move]:
    """The moves that the person could make with the seller now."""
    return [move for move in MOVES.values() if seller.state in move.before and may_fire(user, seller, move)]


def last_moves(keys: Collection[int]) -> dict[int, ModelLogEntry]:
    """{key of a seller: the entry of their last move}; who never moved is missing. One query."""
    told = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Seller),
        object_id__in=[str(key) for key in keys],
        action__in=[move.action for move in MOVES.values()],
    )
    return {int(entry.object_id): entry for entry in told.order_by("timestamp", "pk")}


def fire(seller: Seller, name: str, by: Any, reason: str = "") -> Seller:
    """Move a seller on. Raises Forbidden for what may not be, also when somebody else was faster.

    Mails the owner, logs, and calls the hooks "after_seller_moves" with the seller, within the transaction.
    """
    move, reason = MOVES[name], reason.strip()
    _refuse(seller, move, by, reason)
    before = seller.state
    with transaction.atomic():
        after = move.after or seller.state_before or State.UNSUBMITTED
        held = before if after == State.SUSPENDED else ""
        unchanged = Seller.objects.filter(pk=seller.pk, state=before, state_before=seller.state_before)
        changed = unchanged.update(state=after, state_before=held, state_reason=reason)
        if not changed:
            raise Forbidden(_("Somebody else has just changed this seller. Look again."))
        seller.refresh_from_db()
        log(seller, move.action, user=by, data={"reason": reason, "before": before, "after": after})
        _tell(seller, move)
        for follow in hooks.get_hooks("after_seller_moves"):
            follow(seller)
    return seller


def _refuse(seller: Seller, move: Move, by: Any, reason: str) -> None:
    if not may_fire(by, seller, move):
        raise Forbidden(_("You may not do this."))
    if seller.state not in move.before:
        raise Forbidden(
            _("%(seller)s is %(state)s: “%(move)s” does not apply.")
            % {"seller": seller, "state": seller.get_state_display(), "move": move.label}
        )
    if move.needs_reason and len(reason) < SHORTEST_REASON:
        raise Forbidden(_("Say why, in a sentence: the owner reads it."))
    if len(reason) > REASON_LENGTH:
        raise Forbidden(_("Keep the reason below %s letters.") % REASON_LENGTH)


def _tell(seller: Seller, move: Move) -> None:
    facts = {
        "store": seller.name,
        "reason": seller.state_reason if move.needs_reason else "",
        "url": settings.SITE_URL + reverse("seller_standing"),
    }
    soon("accounts.tasks.send_about_store", f"seller_{move.name}", seller.owner.email, facts)

"""Invite somebody into a team by mail: the link proves the invitation, the account proves the address."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts import teams
from accounts.abilities import IN_WORDS, OWNER
from accounts.models import Invitation, Member, Seller, User
from cms.mail import send_mail
from cms.queue import soon

SALT = "team-invitation"
OPEN_FOR = timedelta(days=7)
MOST_A_DAY = 20
INVITE = "accounts.invite"


class Refused(Exception):
    """The team stays as it is; the message is fit to show."""


def invite(seller: Seller, email: str, role: str, by: User) -> Invitation:
    """Mail somebody a link into the team; asked again it replaces the first. Raises Refused."""
    email = email.strip().lower()
    if role == OWNER:
        raise Refused(_("A business has one owner."))
    if seller.members.filter(user__email=email).exists():
        raise Refused(_("%(email)s is in the team already.") % {"email": email})
    with transaction.atomic():
        # Two invitations at once queue up here, also for the count.
        Seller.objects.select_for_update().get(pk=seller.pk)
        if _sent_today(seller) >= MOST_A_DAY:
            raise Refused(_("That were many invitations for one day. Go on tomorrow, please."))
        seller.invitations.filter(email=email, accepted_at=None).delete()
        made = Invitation.objects.create(seller=seller, email=email, role=role, by=by)
        log(seller, INVITE, user=by, data={"role": role})
        soon("accounts.tasks.send_invitation", made.pk)
    return made


def _sent_today(seller: Seller) -> int:
    """Counted in the log: invitations that were withdrawn or sent again were mails, too."""
    since = timezone.now() - timedelta(days=1)
    return ModelLogEntry.objects.for_instance(seller).filter(action=INVITE, timestamp__gt=since).count()


def send(pk: int) -> bool:
    """Mail the link of an open invitation; False when it was withdrawn. OSError when mail is down."""
    made = Invitation.objects.select_related("seller", "by").filter(pk=pk, accepted_at=None).first()
    if made is None:
        return False
    url = settings.SITE_URL + reverse("invitation", args=[signing.dumps(made.pk, salt=SALT)])
    who = {"seller": made.seller, "invitation": made, "by": made.by}
    what = {"part_in_words": IN_WORDS[made.role], "url": url, "days": OPEN_FOR.days}
    send_mail("team_invitation", made.email, {**who, **what})
    return True


def found(token: str) -> Invitation | None:
    """The open invitation behind a link; None for forged, old, used and withdrawn ones alike."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("seller").filter(pk=pk, accepted_at=None).first()


def is_for(invitation: Invitation, user: Any) -> bool:
    """Whether the person has proved the invited address."""
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


def accept(invitation: Invitation, user: User) -> Member:
    """Join the team, once. Raises Refused when the link was used meanwhile, or is for somebody else."""
    if not is_for(invitation, user):
        raise Refused(_("This invitation is for another address."))
    if invitation.seller.members.filter(user=user, role=OWNER).exists():
        raise Refused(_("You own this business already."))
    with transaction.atomic():
        fresh = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
        if not fresh.update(accepted_at=timezone.now()):
            raise Refused(_("This invitation was used already."))
        member = teams.join(invitation.seller, user, invitation.role)
        log(invitation.seller, "accounts.join", user=user, data={"role": invitation.role})
    return member


def give_part(member: Member, role: str, by: User) -> None:
    """Another part for a member. Raises Refused for the owner, and for making a second one."""
    if OWNER in (member.role, role):
        raise Refused(_("A business has one owner, who stays it."))
    teams.join(member.seller, member.user, role)
    log(member.seller, "accounts.give_part", user=by, data={"member": member.user_id, "role": role})


def let_go(member: Member, by: User) -> None:
    """Take a member out of the team, or let them leave by themselves. Raises Refused for the owner."""
    if member.role == OWNER:
        raise Refused(_("The owner cannot leave the business."))
    with transaction.atomic():
        teams.leave(member.seller, member.user)
        log(member.seller, "accounts.let_go", user=by, data={"member": member.user_id})

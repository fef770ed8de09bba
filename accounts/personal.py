"""What accounts, Wagtail and allauth keep about a person."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import EditingSession, FormState
from wagtail.images import get_image_model
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from accounts import teams
from accounts.models import DataExport, Invitation, Member, Seller, StandingMessage, User
from accounts.roles import ADMIN, is_admin
from cms.parts import Leaving, Sheet, sheet

WAYS_IN = (
    *(EmailAddress, Authenticator, UserProfile, APIToken),
    *(EditingSession, FormState, PageSubscription),
)

TOLD = (
    *("accounts.User.email", "accounts.User_groups.user", "accounts.Seller.owner", "accounts.Member.user"),
    *("accounts.Invitation.email", "accounts.Invitation.by", "accounts.StandingMessage.author"),
    *("account.EmailAddress.user", "account.EmailAddress.email", "mfa.Authenticator.user"),
    *(
        "usersessions.UserSession.user",
        "wagtailusers.UserProfile.user",
        "wagtailimages.Image.uploaded_by_user",
    ),
    *("wagtailcore.PageLogEntry.user", "wagtailcore.ModelLogEntry.user"),
    *("wagtailcore.Comment.user", "wagtailcore.CommentReply.user"),
)
_IN_THE_HISTORY = "Work in the admin: what was done and when stands in the sheet “history”."
_PASSING = "A note of an open editor, deleted by itself; it says nothing more about the person."
UNTOLD = {
    "accounts.User_user_permissions.user": "The shop gives rights by roles; nobody has any here.",
    "account.EmailConfirmation.email_address": "A proof of an address under way, by a code.",
    "accounts.DataExport.person": "The export itself.",
    "accounts.Erasure.person": "That the person asked to be erased, which they know.",
    "accounts.Erasure.goodbye_to": "Kept until the last mail is sent, after which nobody is left to export.",
    "wagtailcore.Page.owner": _IN_THE_HISTORY,
    "wagtailcore.Page.locked_by": _IN_THE_HISTORY,
    "wagtailcore.Revision.user": _IN_THE_HISTORY,
    "wagtailcore.WorkflowState.requested_by": _IN_THE_HISTORY,
    "wagtailcore.TaskState.finished_by": _IN_THE_HISTORY,
    "wagtailcore.Comment.resolved_by": _IN_THE_HISTORY,
    "wagtailcore.PageSubscription.user": "A switch of the editor: which pages mail about comments.",
    "wagtailcore.APIToken.user": "A secret of a program; the shop makes none.",
    "wagtailcore.UploadedFile.uploaded_by_user": _PASSING,
    "wagtailadmin.EditingSession.user": _PASSING,
    "wagtailadmin.FormState.user": _PASSING,
}


def export(person: Any) -> list[Sheet]:
    """The account, how it is opened, the person's stores, and what they wrote and did in the admin."""
    return [*_account(person), *_teams(person), *_work(person)]


def _account(person: Any) -> list[Sheet]:
    me, mine = User.objects.filter(pk=person.pk), {"user": person.pk}
    names = {"email": "email", "first_name": "first_name", "last_name": "last_name", "language": "language"}
    days = {"joined": "date_joined", "last_sign_in": "last_login", "last_seen": "last_seen_date"}
    device = {"ip": "ip", "browser": "user_agent", "since": "created_at", "last_seen": "last_seen_at"}
    factors = Authenticator.objects.filter(**mine).order_by("pk")
    return [
        sheet("account", _("Your account"), me, **names, **days),
        sheet("roles", _("Your roles"), me.exclude(groups=None).order_by("groups"), role="groups__name"),
        sheet(
            *("addresses", _("Your e-mail addresses"), EmailAddress.objects.filter(**mine).order_by("pk")),
            **{"email": "email", "proved": "verified", "primary": "primary"},
        ),
        sheet(
            *("factors", _("Your passkeys and second factors"), factors),
            **{"kind": "type", "name": "data__name", "set_up": "created_at", "last_used": "last_used_at"},
        ),
        sheet(
            "devices",
            _("Where you are signed in"),
            UserSession.objects.filter(**mine).order_by("pk"),
            **device,
        ),
        sheet(
            *("admin_profile", _("Your settings in the admin"), UserProfile.objects.filter(**mine)),
            **{"language": "preferred_language", "time_zone": "current_time_zone", "theme": "theme"},
        ),
    ]


def _teams(person: Any) -> list[Sheet]:
    to_me = Invitation.objects.filter(email__iexact=person.email).order_by("pk")
    by_me = Invitation.objects.filter(by=person.pk).order_by("pk")
    invitation = {"store": "seller__name", "email": "email", "part": "role", "on": "created_at"}
    business = {"name": "name", "country": "country", "tax_number": "tax_id", "iban": "payout_iban"}
    return [
        sheet(
            *("teams", _("Your teams"), Member.objects.filter(user=person.pk).order_by("pk")),
            **{"store": "seller__name", "part": "role", "since": "joined_at"},
        ),
        sheet(
            *("businesses", _("Your businesses"), Seller.objects.filter(owner=person.pk).order_by("pk")),
            **{**business, "state": "state", "since": "created_at"},
        ),
        sheet("invitations", _("Invitations to you"), to_me, **invitation),
        sheet("invitations_sent", _("Invitations by you"), by_me, **invitation),
        sheet(
            *(
                "standing",
                _("What you wrote about how a store stands"),
                StandingMessage.objects.filter(author=person.pk),
            ),
            **{"store": "seller__name", "text": "text", "on": "written_at"},
        ),
    ]


def _work(person: Any) -> list[Sheet]:
    mine = {"user": person.pk}
    said = {"page": "page__title", "text": "text", "on": "created_at"}
    answers = CommentReply.objects.filter(**mine).annotate(page=F("comment__page__title")).order_by("pk")
    done = {"what": "label", "action": "action", "on": "timestamp"}
    pictures = get_image_model().objects.filter(uploaded_by_user=person.pk).order_by("pk")
    return [
        sheet("pictures", _("Pictures you uploaded"), pictures, title="title", on="created_at"),
        sheet("comments", _("Your comments"), Comment.objects.filter(**mine).order_by("pk"), **said),
        sheet("answers", _("Your answers to comments"), answers, **{**said, "page": "page"}),
        sheet("history_of_pages", _("What you did to pages"), PageLogEntry.objects.filter(**mine), **done),
        sheet("history", _("What you did to other things"), ModelLogEntry.objects.filter(**mine), **done),
    ]


GOES = (
    gettext_lazy("Your name, your e-mail address, your password, passkeys and second factors"),
    gettext_lazy("Where you are signed in: every device is signed out"),
    gettext_lazy("Your part in teams, and invitations to you"),
)
STAYS = (
    gettext_lazy(
        "What you did in the admin, if you worked there: without your name, because others build on it"
    ),
)


def hindrances(person: Any) -> list[str]:
    """The last who runs the shop cannot leave it alone."""
    if not is_admin(person):
        return []
    runs = Q(is_superuser=True) | Q(groups__name=ADMIN)
    if User.objects.filter(runs, is_active=True).exclude(pk=person.pk).exists():
        return []
    return [_("You are the only admin of the shop. Make somebody else admin first.")]


def erase(leaving: Leaving) -> None:
    """The ways in, the sessions, the parts in teams, and at last the name; a nameless row stays."""
    person = leaving.person
    _close_stores(person)
    for session in UserSession.objects.filter(user=person):
        session.end()
    for mine in WAYS_IN:
        mine.objects.filter(user=person).delete()
    UploadedFile.objects.filter(uploaded_by_user=person).delete()
    for member in Member.objects.filter(user=person).select_related("seller"):
        teams.leave(member.seller, person)
    Invitation.objects.filter(email__iexact=leaving.email).delete()
    DataExport.objects.filter(person=person).update(expires_at=timezone.now(), failed_at=timezone.now())
    _unname_history(person, leaving.pseudonym)
    person.groups.clear()
    person.user_permissions.clear()
    person.set_unusable_password()
    nameless = {"email": leaving.pseudonym, "first_name": "", "last_name": "", "password": person.password}
    off = {"is_active": False, "is_staff": False, "is_superuser": False}
    User.objects.filter(pk=person.pk).update(**nameless, **off, last_login=None, last_seen_date=None)


def _close_stores(person: Any) -> None:
    """Stores without buyers: others are a hindrance. Their pages are gone when this is called."""
    for seller in Seller.objects.filter(owner=person).select_related("collection"):
        get_image_model().objects.filter(collection=seller.collection).delete()
        seller.delete()
        if seller.collection:
            seller.collection.delete()


def _unname_history(person: Any, pseudonym: str) -> None:
    """Wagtail writes down what each thing was called: the person, and their parts in teams."""
    about = ModelLogEntry.objects.for_instance(person)
    about.update(label=pseudonym, data={})

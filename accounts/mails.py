"""The mails about teams and accounts: what each says, and what its words may name."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import letters
from accounts.abilities import IN_WORDS, MANAGER
from accounts.models import Invitation, Seller
from cms.mailing import Mail, Variable


def _invited() -> dict[str, Any]:
    return {
        "seller": Seller(name=_("Alice's Fonts")),
        "invitation": Invitation(role=MANAGER),
        "by": "Alice",
        "part_in_words": IN_WORDS[MANAGER],
        "url": f"{settings.SITE_URL}/account/invitation/sample/",
        "days": 7,
    }


def _as_it_is(name: str, meaning: Any) -> Variable:
    return Variable(name, meaning, lambda context: context[name])


def _moved(reason: Any = "") -> Any:
    url = f"{settings.SITE_URL}/admin/standing/"
    return lambda: {"store": _("Alice's Fonts"), "reason": str(reason), "url": url}


STORE = Variable("store", gettext_lazy("The name of the store"), lambda c: c["store"])


def _about_store(name: str, title: Any, when: Any, **words: Any) -> Mail:
    """About how a store stands; its template adds the reason, where there is one, and the link."""
    sample = _moved(words.pop("reason", ""))
    return Mail(name, title, when, sample, **words, variables=(STORE,), template="seller")


MAILS = (
    Mail(
        "team_invitation",
        gettext_lazy("An invitation into a team"),
        gettext_lazy("To the address that a store's owner invites."),
        _invited,
        subject=gettext_lazy("Join the team of {{ store }} at {{ shop_name }}"),
        heading=gettext_lazy("Join the team of {{ store }}"),
        variables=(
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["seller"]),
            Variable("by", gettext_lazy("Who invites"), lambda c: c["by"]),
            Variable("days", gettext_lazy("How many days the link opens"), lambda c: c["days"]),
        ),
    ),
    Mail(
        "account",
        gettext_lazy("Codes and warnings about an account"),
        gettext_lazy("To the person whose account it is."),
        lambda: letters.written("login_code", {"code": "123456"}),
        subject="{{ subject }} · {{ shop_name }}",
        heading="{{ subject }}",
        opening="{{ text }}",
        closing="{{ closing }}",
        variables=(
            _as_it_is("subject", gettext_lazy("What it is about")),
            _as_it_is("text", gettext_lazy("What has happened")),
            _as_it_is("closing", gettext_lazy("What to do when it comes as a surprise")),
        ),
        is_fixed=True,
    ),
    Mail(
        "data_ready",
        gettext_lazy("A file of a person's data"),
        gettext_lazy("To a person who asked for it, when it is ready."),
        lambda: {"url": f"{settings.SITE_URL}/account/data/", "days": settings.EXPORT_DAYS},
        subject=gettext_lazy("Your data is ready · {{ shop_name }}"),
        heading=gettext_lazy("Your data is ready"),
        opening=gettext_lazy(
            "The file with everything we keep about you has been made. Sign in to fetch it; it is deleted"
            " after {{ days }} days."
        ),
        closing=letters.ALARM,
        variables=(_as_it_is("days", gettext_lazy("How many days it can be fetched")),),
    ),
    Mail(
        "erasure_asked",
        gettext_lazy("Somebody asked to be erased"),
        gettext_lazy("To that person, with the day and the way to stop it."),
        lambda: {"url": f"{settings.SITE_URL}/account/erase/", "day": _("3 December")},
        subject=gettext_lazy("Your account will be deleted on {{ day }} · {{ shop_name }}"),
        heading=gettext_lazy("Your account will be deleted on {{ day }}"),
        opening=gettext_lazy(
            "You asked us to delete your account and everything about you. Until that day you can keep it:"
            " sign in and press “Keep my account”."
        ),
        closing=letters.ALARM,
        variables=(_as_it_is("day", gettext_lazy("When it will be done")),),
    ),
    Mail(
        "erasure_done",
        gettext_lazy("Somebody was erased"),
        gettext_lazy("The last mail to that person."),
        dict,
        subject=gettext_lazy("Your account is deleted · {{ shop_name }}"),
        heading=gettext_lazy("Your account is deleted"),
        opening=gettext_lazy(
            "As you asked, we have forgotten you. Orders and invoices stay without your account, as tax law"
            " asks. Should you come back one day, you begin anew."
        ),
        closing=gettext_lazy("This was our last mail to this address. Thank you for having been here."),
    ),
    _about_store(
        "seller_submit",
        gettext_lazy("Papers have arrived"),
        gettext_lazy("To the owner of a store, who asked for verification."),
        subject=gettext_lazy("{{ store }}: we have your papers · {{ shop_name }}"),
        heading=gettext_lazy("We have your papers"),
        opening=gettext_lazy(
            "We check what you told us and answer by mail, usually within two working days."
        ),
    ),
    _about_store(
        "seller_verify",
        gettext_lazy("A store is verified"),
        gettext_lazy("To the owner of the store."),
        subject=gettext_lazy("{{ store }} is verified · {{ shop_name }}"),
        heading=gettext_lazy("{{ store }} is verified"),
        opening=gettext_lazy(
            "Your store carries the badge from now on, and what it earns can be paid to you."
        ),
    ),
    _about_store(
        "seller_reject",
        gettext_lazy("A store could not be verified"),
        gettext_lazy("To the owner of the store; the reason stands below."),
        subject=gettext_lazy("{{ store }} could not be verified · {{ shop_name }}"),
        heading=gettext_lazy("{{ store }} could not be verified"),
        opening=gettext_lazy("Mend what we found and ask again; your listings stay in the shop."),
        reason=gettext_lazy("The register shows another name at this number."),
    ),
    _about_store(
        "seller_suspend",
        gettext_lazy("A store is suspended"),
        gettext_lazy("To the owner of the store; the reason stands below."),
        subject=gettext_lazy("{{ store }} is suspended · {{ shop_name }}"),
        heading=gettext_lazy("{{ store }} is suspended"),
        opening=gettext_lazy(
            "Your store and listings are not shown and payouts are held. Your drafts are kept, and buyers"
            " keep what they bought."
        ),
        reason=gettext_lazy("Three buyers received files that were not what was sold."),
    ),
    _about_store(
        "seller_lift",
        gettext_lazy("A suspension is lifted"),
        gettext_lazy("To the owner of the store."),
        subject=gettext_lazy("{{ store }} may sell again · {{ shop_name }}"),
        heading=gettext_lazy("{{ store }} may sell again"),
        opening=gettext_lazy("The suspension is lifted: your store and your listings are back in the shop."),
    ),
    _about_store(
        "seller_message",
        gettext_lazy("The staff wrote to a store"),
        gettext_lazy("To the owner of the store, for each message in the talk about how the store stands."),
        subject=gettext_lazy("An answer about {{ store }} · {{ shop_name }}"),
        heading=gettext_lazy("We wrote to you"),
        opening=gettext_lazy("It is about how {{ store }} stands. Read it and answer in the admin."),
    ),
    _about_store(
        "seller_wrote",
        gettext_lazy("A store wrote to the staff"),
        gettext_lazy("To everybody who may answer, once until somebody has."),
        subject=gettext_lazy("{{ store }} waits for an answer · {{ shop_name }}"),
        heading=gettext_lazy("{{ store }} waits for an answer"),
        opening=gettext_lazy(
            "{{ store }} wrote to the shop about how it stands. Further words stand in the same talk."
            " No further mail comes until somebody has answered."
        ),
    ),
)

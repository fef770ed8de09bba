"""What the mails about an account say: one entry per mail, so that a translator reads them in one place."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

IGNORE = gettext_lazy("If you did not ask for this, you may ignore this mail: nothing has changed.")
ALARM = gettext_lazy("If this was not you, change your password at once and sign out your other devices.")


@dataclass(frozen=True)
class Letter:
    """A subject, a text, where its button leads, and what to do when it comes as a surprise."""

    subject: Any
    text: Any
    closing: Any = ALARM
    label: Any = ""
    address: str = ""  # a name in the context, or the name of one of our pages


def _code(subject: Any, text: Any) -> Letter:
    return Letter(subject, text, IGNORE)


def _news(subject: Any, text: Any) -> Letter:
    return Letter(subject, text, ALARM, gettext_lazy("Look at your account"), "account")


LETTERS = {
    "login_code": _code(
        gettext_lazy("Your sign-in code"),
        gettext_lazy("Type this code in the window that asked for it. It works once, for ten minutes."),
    ),
    "email_confirmation_signup": _code(
        gettext_lazy("Welcome: your code"),
        gettext_lazy("Type this code in the window where you signed up, and your account is ready."),
    ),
    "email_confirmation": _code(
        gettext_lazy("Confirm your e-mail address"),
        gettext_lazy("Type this code in the window where you entered this address."),
    ),
    "account_already_exists": Letter(
        gettext_lazy("You already have an account"),
        gettext_lazy(
            "Somebody signed up with your address, which has an account already: perhaps from an earlier"
            " purchase. Ask for a sign-in code to get in; no password is needed."
        ),
        IGNORE,
        gettext_lazy("Send me a sign-in code"),
        "account_request_login_code",
    ),
    "unknown_account": Letter(
        gettext_lazy("There is no account with this address"),
        gettext_lazy("Somebody tried to sign in with your address, but it has no account here yet."),
        IGNORE,
        gettext_lazy("Sign up"),
        "account_signup",
    ),
    "password_reset_key": Letter(
        gettext_lazy("Choose a new password"),
        gettext_lazy(
            "Somebody, probably you, asked for a new password. The link works once, for three days."
        ),
        IGNORE,
        gettext_lazy("Choose a new password"),
        "password_reset_url",
    ),
    "password_changed": _news(
        gettext_lazy("Your password was changed"),
        gettext_lazy("All your other devices were signed out."),
    ),
    "password_set": _news(
        gettext_lazy("Your account has a password now"), gettext_lazy("You can use it to sign in.")
    ),
    "password_reset": _news(
        gettext_lazy("Your password was reset"), gettext_lazy("All your devices were signed out.")
    ),
    "email_changed": _news(
        gettext_lazy("Your e-mail address was changed"),
        gettext_lazy("Your account moved from {from_email} to {to_email}. Sign in with the new one."),
    ),
    "email_deleted": _news(
        gettext_lazy("An e-mail address was removed"),
        gettext_lazy("{deleted_email} no longer belongs to your account."),
    ),
    "new_sign_in": _news(
        gettext_lazy("New sign-in to your account"),
        gettext_lazy("Your account was opened on a device that we have not seen before."),
    ),
    "totp_activated": _news(
        gettext_lazy("Authenticator app added"),
        gettext_lazy("From now on, signing in asks for a code from your app."),
    ),
    "totp_deactivated": _news(
        gettext_lazy("Authenticator app removed"),
        gettext_lazy("Signing in no longer asks for a code from your app."),
    ),
    "webauthn_added": _news(
        gettext_lazy("Passkey added"), gettext_lazy("A new passkey can open your account.")
    ),
    "webauthn_removed": _news(
        gettext_lazy("Passkey removed"), gettext_lazy("A passkey can no longer open your account.")
    ),
    "recovery_codes_generated": _news(
        gettext_lazy("New recovery codes"), gettext_lazy("Your earlier recovery codes no longer work.")
    ),
    "payout_changed": _news(
        gettext_lazy("Payout details of {store} were changed"),
        gettext_lazy("Money earned by {store} now goes to the account ending in {ending}."),
    ),
}


def written(name: str, context: dict[str, Any]) -> dict[str, str]:
    """The letter as plain strings, ready to be mailed later. KeyError for a mail that we do not send."""
    letter = LETTERS[name]
    return {
        "subject": str(letter.subject).format_map(context),
        "text": str(letter.text).format_map(context),
        "closing": str(letter.closing),
        "label": str(letter.label),
        "url": _address(letter.address, context),
        "code": str(context.get("code", "")),
        "facts": _facts(context),
    }


def _address(name: str, context: dict[str, Any]) -> str:
    if not name:
        return ""
    return str(context[name]) if name in context else settings.SITE_URL + reverse(name)


def _facts(context: dict[str, Any]) -> str:
    """When, from where and with what, for news about an account."""
    if "ip" not in context:
        return ""
    when = date_format(timezone.localtime(context["timestamp"]), "DATETIME_FORMAT")
    return _("%(when)s, from %(ip)s with %(agent)s") % {
        "when": when,
        "ip": context["ip"],
        "agent": context["user_agent"],
    }

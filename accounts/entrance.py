"""allauth's forms in the house's words: labels instead of placeholders, one line about passwords."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "login": gettext_lazy("E-mail address"),
    "email": gettext_lazy("E-mail address"),
    "oldpassword": gettext_lazy("Present password"),
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name of this passkey"),
}
NEW_PASSWORD = gettext_lazy("At least 8 characters, and not one of those that everybody uses.")


class Plain:
    """Labels stand above the fields; the first field has the focus."""

    takes_focus = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
        if "password1" in fields:
            fields["password1"].help_text = NEW_PASSWORD
        if self.takes_focus and not self.is_bound:  # type: ignore[attr-defined]
            next(iter(fields.values())).widget.attrs["autofocus"] = True


class SignIn(Plain, account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten?")
        )


class SignUp(Plain, account.SignupForm):
    """E-mail address and a new password, typed once."""


class CodeForm(Plain, account.RequestLoginCodeForm):
    """Asks where to send a sign-in code. It is also how a guest buyer comes to claim the account."""

    def clean_email(self) -> str:
        """A guest's address has no record yet; the code can only verify one that has."""
        email = super().clean_email()
        if self._user and not self._user.emailaddress_set.exists():
            self._user.emailaddress_set.create(email=self._user.email, primary=True)
        return email


class ConfirmCode(Plain, account.ConfirmLoginCodeForm):
    """The mailed sign-in code."""


class ConfirmAddress(Plain, account.ConfirmEmailVerificationCodeForm):
    """The mailed code that proves an address."""


class ForgottenPassword(Plain, account.ResetPasswordForm):
    """Where to send the link."""


class ResetPassword(Plain, account.ResetPasswordKeyForm):
    """A new password, by the mailed link."""


class ChangePassword(Plain, account.ChangePasswordForm):
    """The present password and a new one."""


class SetPassword(Plain, account.SetPasswordForm):
    """A first password, for whoever came in by code."""


class ConfirmPassword(Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class ChangeAddress(Plain, account.ChangeEmailForm):
    """The new address."""


class ShowFactor(Plain, factor.AuthenticateForm):
    """A code from the app, or a recovery code."""


class ShowFactorAgain(Plain, factor.ReauthenticateForm):
    """The same, in the middle of a session."""


class ActivateApp(Plain, ActivateTOTPForm):
    """The first code of a new authenticator app."""


class AddPasskey(Plain, AddWebAuthnForm):
    """A passkey's name; the browser fills in the rest."""

    takes_focus = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Let it open my account without a password")
        self.fields["passwordless"].help_text = _("Asks for your fingerprint, face or PIN.")
        self.fields["passwordless"].initial = True

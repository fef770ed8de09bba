"""What somebody writes about a gift: who gives it, to whom, when; and who redeems it."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import typos
from orders.models.gift import LONGEST_WORDS

LONGEST_WAIT = timedelta(days=366)
# Mails in our name to people who never asked for one carry no addresses to click on.
LOOKS_LIKE_A_LINK = re.compile(
    r"https?:|www\.|://|\b[\w-]+\.(?:com|net|org|io|de|info|biz|ru|shop|xyz)\b", re.I
)
NOT_AN_ADDRESS = _("This is not an e-mail address. Write it like name@example.com.")


class OnceAsked(forms.Form):
    """A form that asks once about an address that looks like a slip; sent again, it is taken as meant."""

    def refuse_slip(self, name: str) -> str:
        """The address in the field. ValidationError when it is one slip away from a known provider."""
        email, noted = self.cleaned_data[name], f"{name}_as_typed"
        meant = typos.meant(email) if email else ""
        if meant and self.data.get(noted) != email:
            self.data = {**self.data, noted: email}
            raise forms.ValidationError(
                gettext("Did you mean %(meant)s? Correct it, or send the page again if it is right.")
                % {"meant": meant}
            )
        return email


class RecipientForm(OnceAsked):
    """To whom a gift goes, and when."""

    recipient = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("We mail them the link. Leave it empty to pass the link on yourself."),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )
    send_date = forms.DateField(
        label=_("Send it on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: at once. A later day: in the morning."),
        error_messages={"invalid": _("This is not a date. Write it like 2026-12-24.")},
    )
    recipient_as_typed = forms.CharField(max_length=254, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        limits = {"min": today.isoformat(), "max": (today + LONGEST_WAIT).isoformat()}
        self.fields["send_date"].widget.attrs.update(limits)

    def clean_recipient(self) -> str:
        return self.refuse_slip("recipient").lower()

    def clean_send_date(self) -> date | None:
        day, today = self.cleaned_data["send_date"], timezone.localdate()
        if day and not today <= day <= today + LONGEST_WAIT:
            raise forms.ValidationError(gettext("Choose today or a day within a year."))
        return day


class GiftFields(RecipientForm):
    """The part of the checkout page that makes an order a gift."""

    gift = forms.BooleanField(label=_("Yes, this order is a gift"), required=False)
    giver_name = forms.CharField(
        label=_("From"),
        max_length=60,
        required=False,
        help_text=_("Your name, as they will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say from whom it is.")},
    )
    words = forms.CharField(
        label=_("A few words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver_name"].required = self.is_gift

    def clean_giver_name(self) -> str:
        return self._without_links("giver_name")

    def clean_words(self) -> str:
        return self._without_links("words")

    def _without_links(self, name: str) -> str:
        text = self.cleaned_data[name]
        if LOOKS_LIKE_A_LINK.search(text):
            raise forms.ValidationError(gettext("Leave addresses of websites out, please."))
        return text

    def check_gift(self, said: dict[str, Any]) -> None:
        """What belongs together: a giver to every gift, and nothing written for a gift that is none."""
        if not said.get("gift"):
            if said.get("recipient") or said.get("words") or said.get("giver_name"):
                self.add_error("gift", gettext("Tick this if it is a gift; else empty the fields below it."))
            return
        if said.get("recipient") and said.get("recipient") == (said.get("email") or "").lower():
            self.add_error("recipient", gettext("This is your own address. Whose is the gift?"))
        if said.get("recipient") and said.get("seen_total") == 0:
            words = gettext("We mail no gifts that cost nothing. Leave this empty and pass the link on.")
            self.add_error("recipient", words)

    @property
    def is_gift(self) -> bool:
        """Whether the tick is set; a field asked too early would remember what it was."""
        return bool((self.data if self.is_bound else self.initial).get("gift"))

    @property
    def gift_fields(self) -> list[Any]:
        """What is written about a gift, as it stands below its tick."""
        return [self[name] for name in ("giver_name", "recipient", "words", "send_date")]

    @property
    def has_gift(self) -> bool:
        """Whether the page shows these fields open."""
        return any(field.value() or field.errors for field in [self["gift"], *self.gift_fields])


class RedeemForm(OnceAsked):
    """Where a guest wants a gift to be kept."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Your gift is kept under it: sign in with it at any time, no password is needed."),
        error_messages={"required": _("Write your e-mail address."), "invalid": NOT_AN_ADDRESS},
    )
    email_as_typed = forms.CharField(max_length=254, required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return self.refuse_slip("email")

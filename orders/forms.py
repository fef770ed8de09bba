"""What a buyer writes: an offer into the cart, and the one page before paying."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import countries
from cms.money import LARGEST_AMOUNT, AmountFormField
from orders.gift_forms import NOT_AN_ADDRESS, GiftFields
from orders.models import Subscription
from orders.pricing import Wish

LARGEST_KEY = 2**63 - 1
AS_A_GIFT = _(
    "Deliver as soon as it is redeemed. I ask for delivery before the 14 days for withdrawal have passed,"
    " and I know that I lose my right of withdrawal when it is redeemed."
)


class AddForm(forms.Form):
    """An offer, and an amount where the buyer chooses it."""

    offer = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    amount = AmountFormField(required=False)
    buy_now = forms.CharField(required=False)
    gift = forms.CharField(required=False)

    def wish(self) -> Wish:
        return Wish(self.cleaned_data["offer"], self.cleaned_data["amount"])


class UpgradeForm(forms.Form):
    """What somebody has, the offer they want in its place, and the price that the button named."""

    right = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    offer = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, required=False)


class CheckoutForm(countries.TaxIdForm, GiftFields):
    """E-mail, country, perhaps a company or a gift, and one consent; all about the card is Stripe's.

    Sending it accepts the terms that the page names above its button, as worded in `terms_version`.
    """

    field_order = (
        *("email", "country", "business_name", "tax_id"),
        *("gift", "giver_name", "recipient", "words", "send_date"),
        "immediate",
    )

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        help_text=_("Your receipt and what you buy go there."),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": NOT_AN_ADDRESS,
        },
    )
    country = forms.ChoiceField(
        label=_("Country"),
        error_messages={
            "required": _("Choose your country."),
            "invalid_choice": _("Choose a country from the list."),
        },
        widget=forms.Select(attrs={"autocomplete": "country"}),
        choices=lazy(lambda: [("", gettext("Choose your country")), *countries.names()], list)(),
    )
    business_name = forms.CharField(
        label=_("Company"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    tax_id = forms.CharField(
        label=_("VAT number"),
        max_length=40,
        required=False,
        help_text=_("With the country in front, such as DE123456789."),
    )
    immediate = forms.BooleanField(
        label=_(
            "Deliver at once. I ask for delivery before the 14 days for withdrawal have passed,"
            " and I know that I lose my right of withdrawal when delivery begins."
        ),
        error_messages={"required": _("Tick this to go on: what you buy is delivered at once.")},
    )
    seen_total = forms.IntegerField(widget=forms.HiddenInput)
    attempt = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    terms_version = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    email_as_typed = forms.CharField(max_length=254, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, person: Any, is_digital: bool, legal: dict, **kwargs: Any
    ) -> None:
        # A plain dict: what is changed below and in the view is shown again as it was typed.
        super().__init__(data and data.dict(), **kwargs)
        self.fields["immediate"].help_text = _link(
            legal["withdrawal_url"], gettext("About the right of withdrawal")
        )
        if self.is_gift:
            self.fields["immediate"].label = AS_A_GIFT
        if not is_digital:
            del self.fields["immediate"]
        self.version = legal.get("version", "")
        self.initial["terms_version"] = self.version
        self.is_known = person.is_authenticated
        if self.is_known:
            self.fields["email"].disabled = True
            self.initial["email"] = person.email

    def clean_email(self) -> str:
        """A likely slip is asked about once; the same address sent again is taken as meant."""
        return self.cleaned_data["email"] if self.is_known else self.refuse_slip("email")

    def clean(self) -> dict[str, Any]:
        """What was read is what is accepted; the VAT number belongs to a company and to its country."""
        said = super().clean()
        if said.get("terms_version", "") != self.version:
            self.data = {**self.data, "terms_version": self.version}
            self.add_error(
                None,
                gettext(
                    "The terms have changed since you opened this page. Read them and, if you agree, go on."
                ),
            )
        if said.get("tax_id") and not said.get("business_name"):
            self.add_error("business_name", gettext("Say whose VAT number it is."))
        self.check_gift(said)
        return said

    @property
    def has_company(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("business_name", "tax_id"))

    def put_focus_on_first_error(self) -> None:
        """The page opens where something must be mended."""
        first = next((name for name in self.fields if name in self.errors), None)
        if first is None:
            return
        for name, field in self.fields.items():
            field.widget.attrs.pop("autofocus", None)
            if name == first:
                field.widget.attrs["autofocus"] = True


class CouponForm(forms.Form):
    """A code, beside the total; what was typed comes back with the reason why it takes nothing off."""

    coupon = forms.CharField(
        label=_("Coupon"),
        max_length=64,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    @classmethod
    def refused(cls, code: str, words: str) -> "CouponForm":
        """The field with a refusal below it; empty when there was none."""
        form = cls({"coupon": code}) if code or words else cls()
        if words:
            form.add_error("coupon", words)
            form.fields["coupon"].widget.attrs["autofocus"] = True
        return form


class CancelForm(forms.Form):
    """Why somebody cancels: nobody must say."""

    why = forms.ChoiceField(
        label=_("Why do you cancel?"),
        required=False,
        choices=[
            ("", _("I would rather not say")),
            *((why.value, why.label) for why in Subscription.OF_BUYERS),
        ],
    )
    words = forms.CharField(label=_("What could be better?"), max_length=300, required=False)


class PauseForm(forms.Form):
    """For how long nothing is charged."""

    months = forms.ChoiceField(
        label=_("Pause for"),
        choices=[("1", _("1 month")), ("2", _("2 months")), ("3", _("3 months"))],
    )


class PlanForm(forms.Form):
    """What was said of another plan: the amount due at once, as reckoned for a moment in unix seconds."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST_AMOUNT)
    moment = forms.IntegerField(min_value=0, max_value=2**33)


class InvoiceForm(forms.Form):
    """Who the invoice is made out to; it cannot be changed once it is issued."""

    buyer_name = forms.CharField(
        label=_("Name or company"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    buyer_address = forms.CharField(
        label=_("Address"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 4}),
    )
    buyer_tax_id = forms.CharField(label=_("VAT number"), max_length=40, required=False)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def clean_buyer_tax_id(self) -> str:
        number = self.cleaned_data["buyer_tax_id"]
        try:
            return countries.read_tax_id(number, self.country) if number else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def _link(url: str, label: str) -> SafeString | str:
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, label) if url else ""

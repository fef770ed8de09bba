"""What people type about themselves: their name, and where their money goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.iban import valid_iban
from accounts.models import Seller, User
from cms import countries


class NameForm(forms.ModelForm):
    """What the shop calls a person."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"


class PayoutForm(countries.TaxIdForm, forms.ModelForm):
    """Where a seller's money goes. The present IBAN is never shown in full, so it is typed anew."""

    payout_iban = forms.CharField(
        label=_("IBAN"),
        max_length=42,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The account we pay to. Spaces do not matter."),
    )
    country = forms.ChoiceField(label=_("Country of the business"), choices=countries.names)

    class Meta:
        model = Seller
        fields = ("payout_iban", "tax_id", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["payout_iban"] = ""

    def clean_payout_iban(self) -> str:
        return valid_iban(self.cleaned_data["payout_iban"])

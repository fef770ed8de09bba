"""What a buyer writes: an offer into the cart, and the one page before paying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.money import AmountFormField
from orders.pricing import Wish


class AddForm(forms.Form):
    """An offer, and an amount where the buyer chooses it."""

    offer = forms.IntegerField(min_value=1)
    amount = AmountFormField(required=False)
    buy_now = forms.CharField(required=False)

    def wish(self) -> Wish:
        return Wish(self.cleaned_data["offer"], self.cleaned_data["amount"])


class CheckoutForm(forms.Form):
    """E-mail, country and two consents; everything about the card is Stripe's."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        help_text=_("Your receipt and your files go there."),
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
    terms = forms.BooleanField(label=_("I accept the terms of sale."))
    immediate = forms.BooleanField(
        label=_("Deliver at once. I know that I lose my right of withdrawal when delivery starts."),
    )
    seen_total = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.is_authenticated:
            self.fields["email"].disabled = True
            self.initial["email"] = person.email

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

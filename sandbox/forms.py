"""What a payer types on the hosted pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox import cards
from sandbox.checkout import Payer


class CardForm(forms.Form):
    """A card: a typed number or a picked test card."""

    number = forms.CharField(label=_("Card number"), required=False, max_length=40)
    card = forms.ChoiceField(choices=[(card.number, card.effect) for card in cards.CARDS], required=False)

    def picked(self) -> cards.Card | None:
        """The test card that was picked or typed."""
        return cards.numbered(self.cleaned_data["card"] or self.cleaned_data["number"])


class PayForm(CardForm):
    """E-mail, name and a way to pay: a card or the bank."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name on card"), required=False, max_length=100)
    bank = forms.ChoiceField(choices=[("succeeds", _("succeeds")), ("fails", _("fails"))], required=False)

    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.cleaned_data["email"], self.cleaned_data["name"])

"""The living style page: every component in every state, for developers."""

import re
from decimal import Decimal
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from cms import style_samples as samples

_SPRITE = Path(__file__).parent / "static" / "icons.svg"


class SampleForm(forms.Form):
    """A form that has one field of each sort."""

    email = forms.EmailField(label="E-mail", help_text="Your receipt and your downloads go here.")
    name = forms.CharField(label="Name on the certificate", required=False)
    country = forms.ChoiceField(
        label="Country", choices=[("at", "Austria"), ("de", "Germany"), ("pt", "Portugal")]
    )
    plan = forms.ChoiceField(
        label="How do you pay?",
        choices=[("m", "Monthly"), ("y", "Yearly, two months free")],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label="Message to the seller", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    consent = forms.BooleanField(label="Start my download now; I know that I lose the right to withdraw.")


def style_page(request: HttpRequest) -> HttpResponse:
    """Shown while DEBUG is on."""
    shown = Paginator(range(132), 24)
    context = {
        name.lower(): value
        for name, value in vars(samples).items()
        if name.isupper() and not name.startswith("_")
    }
    context |= {
        "icons": re.findall(r'<symbol id="([a-z-]+)"', _SPRITE.read_text()),
        "form": SampleForm(initial={"plan": "y"}),
        "wrong_form": SampleForm({"email": "bob@", "plan": "m", "country": "at"}, auto_id="wrong_%s"),
        "first_page": shown.page(1),
        "middle_page": shown.page(3),
        "rating": Decimal("4.8"),
        "half": Decimal("3.4"),
        "answer": mark_safe(
            "<p>Yes. A refund is one click within 14 days, as long as nothing was downloaded.</p>"
        ),
    }
    return render(request, "style/index.html", context)

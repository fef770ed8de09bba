"""Countries by ISO code: their names, the likely one of a visitor, and the form of their VAT numbers."""

import re
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Codes that Unicode lists beside countries: groups, outlying places, test codes.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

# European Union: what follows the prefix. https://europa.eu/youreurope/business/taxation/vat/vat-numbers
VAT_FORMS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GR": r"\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}(\d{3})?",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}
ELSEWHERE = r"[A-Z0-9]{4,20}"


def names() -> list[tuple[str, str]]:
    """(code, name) of every country, named and sorted in the reader's language."""
    territories = _locale().territories
    found = [(c, n) for c, n in territories.items() if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES]
    return sorted(found, key=lambda pair: pair[1].casefold())


def name_of(code: str) -> str:
    """The country's name in the reader's language; the code itself when it is unknown."""
    return _locale().territories.get(code, code)


def likely(request: HttpRequest) -> str:
    """The country a browser's language speaks for ("de-AT" is AT, "de" is DE); empty when it says nothing."""
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        tag = part.split(";")[0].strip()
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
        code = locale.territory or get_global("likely_subtags").get(locale.language, "")[-2:]
        if code in locale.territories and code.isalpha() and code not in NOT_COUNTRIES:
            return code
    return ""


def vat_prefix(country: str) -> str:
    """How a country's VAT numbers begin: its code, but EL for Greece. Empty outside the European Union."""
    return {"GR": "EL"}.get(country, country) if country in VAT_FORMS else ""


def read_tax_id(text: str, country: str) -> str:
    """A VAT number without spaces and with its prefix. ValueError, fit to show, when the form is wrong."""
    number = re.sub(r"[\s.\-/]", "", text).upper()
    prefix = vat_prefix(country)
    if prefix and not number.startswith(prefix):
        number = prefix + number
    if not re.fullmatch(prefix + VAT_FORMS.get(country, ELSEWHERE), number, re.ASCII):
        raise ValueError(_("This is not a VAT number of %(country)s.") % {"country": name_of(country)})
    return number


class TaxIdForm:
    """Mix in before a form with the fields `country` and `tax_id`: the number suits its country."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]
        if said.get("tax_id") and said.get("country"):
            try:
                said["tax_id"] = read_tax_id(said["tax_id"], said["country"])
            except ValueError as refusal:
                self.add_error("tax_id", str(refusal))  # type: ignore[attr-defined]
        return said


def is_reverse_charge(seller_tax_id: str, buyer_tax_id: str, buyer_country: str) -> bool:
    """Whether a business of another member state accounts for the VAT itself (2006/112/EC, article 196)."""
    own, theirs = seller_tax_id[:2].upper(), vat_prefix(buyer_country)
    in_union = own in {vat_prefix(code) for code in VAT_FORMS}
    return bool(in_union and theirs and buyer_tax_id.startswith(theirs) and own != theirs)


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))

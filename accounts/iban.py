"""Bank accounts by their international number: ISO 13616, checked by ISO 7064 mod 97-10."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Length by country, from the registry that SWIFT keeps; where we do not know a country we do not pay.
LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18,
    "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
SHAPE = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]+$", re.ASCII)


def valid_iban(typed: str) -> str:
    """The number in upper case without spaces. ValidationError when shape, length or checksum is wrong."""
    number = "".join(typed.split()).upper()
    if not SHAPE.match(number):
        raise ValidationError(_("An IBAN begins with two letters and two digits, such as DE89 3704 …"))
    length = LENGTHS.get(number[:2])
    if length is None:
        raise ValidationError(_("We cannot pay to accounts of that country yet."))
    if len(number) != length:
        raise ValidationError(_("An IBAN of that country has %(length)d characters.") % {"length": length})
    if not _sums_up(number):
        raise ValidationError(_("One of the characters is wrong: the checksum does not fit."))
    return number


def _sums_up(number: str) -> bool:
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1

"""Licence keys: PREFIX-XXXXX-…, six groups in Crockford's base32, whose last symbol checks the others.

https://www.crockford.com/base32.html: 32 symbols without I, L, O and U; O reads as 0, I and L as 1, in
capitals or not. The check is the number modulo 37, which finds every wrong symbol and every swap of two
neighbours. Its five symbols of punctuation are awkward in a key, so keys that would end in one are not cut.
"""

import re
import secrets

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, GROUPS = 5, 6
LENGTH = GROUP * GROUPS  # 29 random symbols are 145 bits
LONGEST_PREFIX = 8
LONGEST = 120  # of what a program sends, or a seller imports
_READ = str.maketrans("OIL", "011")
_OURS = re.compile(r"(?:[A-Z0-9]{1,8}[\s-]+)?((?:[0-9A-Z]{5}[\s-]+){5}[0-9A-Z]{5})")


class Mistyped(Exception):
    """A key of our own shape whose check symbol does not fit: a typing error, known without a look-up."""


def cut(prefix: str) -> str:
    """A new key; nobody can guess it."""
    while True:
        body = "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH - 1))
        check = _number(body) % 37
        if check < len(SYMBOLS):
            symbols = body + SYMBOLS[check]
            groups = [symbols[at : at + GROUP] for at in range(0, LENGTH, GROUP)]
            return "-".join([prefix, *groups]) if prefix else "-".join(groups)


def plain(typed: str) -> str:
    """The key as it is kept and looked up, however it was typed. Raises Mistyped.

    Of our own the six groups alone; of an imported one the whole, in capitals, without spaces.
    """
    said = typed.strip().upper()
    ours = _OURS.fullmatch(said)
    if ours is None:
        return "".join(said.split())
    symbols = re.sub(r"[\s-]", "", ours[1]).translate(_READ)
    if "U" in symbols or SYMBOLS.find(symbols[-1]) != _number(symbols[:-1]) % 37:
        raise Mistyped
    return symbols


def named(typed: str, product: int) -> str:
    """What is hashed of a key. Raises Mistyped.

    An imported one belongs to its product: two sellers may bring the same, and neither learns of it.
    """
    return plain(typed) if looks_like_ours(typed) else f"{product} {plain(typed)}"


def looks_like_ours(typed: str) -> bool:
    """Whether a key has the shape of those that the shop cuts."""
    return _OURS.fullmatch(typed.strip().upper()) is not None


def hint(key: str) -> str:
    """The last five characters, by which people tell keys apart."""
    return key[-GROUP:]


def _number(symbols: str) -> int:
    return int(symbols.translate(_DIGITS), 32)


_DIGITS = str.maketrans(SYMBOLS, "0123456789abcdefghijklmnopqrstuv")

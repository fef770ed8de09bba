"""Words as people mistype them: which may be corrected, how else they are spelled, and how far apart two are.

The forms follow "symmetric delete" (Wolf Garbe, SymSpell, https://github.com/wolfgarbe/symspell): two words
that are few slips apart become the same when each loses a few letters, so that near words share a form.
"""

import re
import unicodedata
from itertools import combinations

from cms.typos import slips

SHORTEST, LONGEST = 4, 40  # in a shorter word one slip is too often another real word
LONG = 8  # from here two slips are forgiven
HEAD = 8  # forms are made of the first letters only, so that a long word has no more of them than a short one
_WORDS = re.compile(r"\w+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


def plain(word: str) -> str:
    """A word as it is known: small letters, an umlaut as one sign."""
    return unicodedata.normalize("NFC", word).lower()


def may_be_wrong(word: str) -> bool:
    """Whether a word can be corrected at all: nothing short, no numbers, no codes with a digit in them."""
    return word.isalpha() and SHORTEST <= len(word) <= LONGEST


def words(text: str) -> set[str]:
    """The words of a text that may stand for a mistyped one."""
    return {word for word in _WORDS.findall(plain(text)) if may_be_wrong(word)}


def spellings(word: str) -> set[str]:
    """How a word is written without its accents: "grün" is "grun" and "gruen"."""
    if word.isascii():
        return {word}
    return {_bare(word), _bare(word.translate(_GERMAN))}


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def forgiven(spelled: str) -> int:
    """How many slips may lie between a known word and what was typed for it."""
    return 1 if len(spelled) < LONG else 2


def forms(known: str) -> set[str]:
    """Under what a known word is found: its beginning, and that without as many letters as are forgiven."""
    return {form for spelled in spellings(known) for form in _shortened(spelled, forgiven(spelled))}


def asked_forms(typed: str) -> set[str]:
    """Under what the known words near a typed one are found; a long word may have been typed too short."""
    return {
        form
        for spelled in spellings(typed)
        for form in _shortened(spelled, 1 if len(spelled) < LONG - 2 else 2)
    }


def _shortened(spelled: str, most: int) -> set[str]:
    head = spelled[:HEAD]
    return {"".join(kept) for lost in range(most + 1) for kept in combinations(head, len(head) - lost)}


def apart(typed: str, known: str) -> int | None:
    """Slips between two words, in the spelling that is nearest; None when they are too many to forgive."""
    best = None
    for spelled in spellings(known):
        most = forgiven(spelled)
        for one in spellings(typed):
            if abs(len(one) - len(spelled)) > most:
                continue
            number = 0 if one == spelled else slips(one, spelled)
            if number <= most and (best is None or number < best):
                best = number
    return best

"""What a draft still lacks: a sentence for the seller that knows which part of the editor mends it."""

from typing import Self


class Lack(str):
    """A sentence, and the name of the field or of the rows that it is about: "cover", "offers", "files"."""

    at: str

    def __new__(cls, words: str, at: str) -> Self:
        made = super().__new__(cls, words)
        made.at = at
        return made

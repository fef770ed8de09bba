"""The port to a malware scanner: which one is asked is a setting, a dotted path; by default none is."""

from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ScanUnavailable(Exception):
    """The scanner gave no verdict; whatever waits for it keeps waiting."""


class Scanner(Protocol):
    """What an adapter does: read one open file and name what is wrong with it."""

    def scan(self, file: Any) -> str:
        """The name of the malware; empty: clean. Raises ScanUnavailable; needs its own timeout."""


class NoScanner:
    """The adapter of a shop without a scanner: every file is taken as clean."""

    def scan(self, file: Any) -> str:
        return ""


def scanner() -> Scanner:
    """The adapter that MALWARE_SCANNER names."""
    return import_string(settings.MALWARE_SCANNER)()

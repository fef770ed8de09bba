"""The licence file: says what a licence allows, signed so that a program can check it without the internet.

A file is a JSON Web Signature in its compact form (RFC 7515) with EdDSA over Ed25519 (RFC 8037); `kid` names
the key, and /.well-known/licence-keys.json lists the public ones (RFC 7517). A file holds for 30 days, so a
refund is known at the latest then. Clocks go wrong: a program takes a file from five minutes before `iat` to
five minutes after `exp`, and keeps the latest time it has seen: a clock set back by over a day is noticed.
"""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from products.kinds.software import safekeeping
from products.kinds.software.checking import Row

FACTS = (
    "pk",
    "listing_id",
    "offer_name",
    "terms",
    "seats",
    "ends_at",
    "updates_until",
    "floats",
    "is_lasting",
)
HOLDS = timedelta(days=30)
LENT = timedelta(days=7)
SKEW_SECONDS = 300


def file_of(row: Row, fingerprint: str, now: datetime) -> str:
    """The signed file of a licence in force; with a fingerprint it is good on that device alone."""
    name, private = safekeeping.signer()
    head = {"alg": "EdDSA", "typ": "JWT", "kid": name}
    said = {
        "iss": settings.SITE_URL,
        "sub": f"licence:{row['pk']}",
        "product": row["listing_id"],
        "edition": row["offer_name"],
        "entitlements": row["terms"],
        "seats": row["seats"],
        "fingerprint": fingerprint or None,
        "subscription": row["is_lasting"],
        "expires_at": _seconds(row["ends_at"]),
        "updates_until": _seconds(row["updates_until"]),
        "iat": _seconds(now),
        "exp": _seconds(ends(row, now)),
    }
    signed = f"{_part(head)}.{_part(said)}"
    return f"{signed}.{_base64(private.sign(signed.encode()))}"


def ends(row: Row, now: datetime) -> datetime:
    """When a file that is written now stops to hold: a floating seat is lent for a shorter time."""
    until = now + (LENT if row["floats"] else HOLDS)
    return until if row["ends_at"] is None else min(until, row["ends_at"])


def key_set() -> dict[str, Any]:
    """The public keys as a JSON Web Key Set."""
    found = safekeeping.public_keys()
    return {
        "keys": [
            {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": name, "x": public}
            for name, public in found.items()
        ],
        "clock_skew_seconds": SKEW_SECONDS,
    }


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def _part(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

"""What keeps keys: a keyed hash to find one, sealing to show it again, signing for files that work offline.

All of it comes from LICENCE_SECRETS. The first secret is used; those behind it still read, until
`manage.py renew_licence_secrets` has rewritten what they kept.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def hash_of(key: str) -> str:
    """The hash under which a plain key is kept."""
    return hashes_of(key)[0]


def hashes_of(key: str) -> list[str]:
    """The hashes under which it may lie, one for each secret."""
    return [_hash(_part(secret, b"hash"), key) for secret in settings.LICENCE_SECRETS]


def seal(key: str) -> str:
    """The key, readable only with the secrets."""
    return _safe(tuple(settings.LICENCE_SECRETS)).encrypt(key.encode()).decode()


def unseal(sealed: str) -> str:
    """The key again. Raises cryptography's InvalidToken when its secret is gone."""
    return _safe(tuple(settings.LICENCE_SECRETS)).decrypt(sealed.encode()).decode()


def signer() -> tuple[str, Ed25519PrivateKey]:
    """The id of the key that signs now, and the key."""
    return _signing(settings.LICENCE_SECRETS[0])


def public_keys() -> dict[str, str]:
    """{key id: Ed25519 public key in base64url}, the one in use first."""
    pairs = [_signing(secret) for secret in settings.LICENCE_SECRETS]
    return {name: _text(_raw(private)) for name, private in pairs}


def _hash(secret: bytes, key: str) -> str:
    return hmac.digest(secret, key.encode(), "sha256").hex()


@cache
def _part(secret: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose alone."""
    return hmac.digest(secret.encode(), b"stoa-licence-" + purpose, "sha256")


@cache
def _safe(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_part(secret, b"seal"))) for secret in secrets])


@cache
def _signing(secret: str) -> tuple[str, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.from_private_bytes(_part(secret, b"sign"))
    return hashlib.sha256(_raw(private)).hexdigest()[:16], private


def _raw(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

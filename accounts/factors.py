"""Second factors: their secrets are encrypted at rest, and passkeys belong to the shop's own host."""

import base64
import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


@lru_cache
def _safe(keys: tuple[str, ...]) -> MultiFernet:
    """Encrypts with the first key and reads with any, so that SECRET_KEY can be rotated."""
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"factors{key}".encode()).digest())) for key in keys]
    )


class FactorAdapter(DefaultMFAAdapter):
    """TOTP seeds and recovery seeds stand encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _safe((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return _safe(keys).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """The name that a new passkey is offered."""
        present = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": present + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """In production a passkey is tied to SITE_URL's host; a bare checkout answers to localhost too."""
        entity = super().get_public_key_credential_rp_entity()
        host = entity["id"] if settings.DEBUG else urlsplit(settings.SITE_URL).hostname or ""
        return {"id": host, "name": settings.SHOP_NAME}


def has_factor(user: Any) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def showed_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened or confirmed with a second factor."""
    # Without the user the list is always empty: records belong to the person who made them.
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)

"""Production starts complete or not at all: every missing setting is named in one message."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {
    "SECRET_KEY": "a long random string",
    "LICENCE_SECRETS": "a long random string of its own; licence keys and files hang on it",
    "SITE_URL": "the shop's public address, such as https://shop.example",
    "ALLOWED_HOSTS": "the host names it answers to, comma-separated",
    "DATABASE_URL": "such as postgresql://user:password@host/name",
    "EMAIL_URL": "such as smtp+tls://user:password@host:587",
}

SHORTEST_SECRET = 32


def refuse_half_configured(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured that names each missing or unsafe setting; silent when DEBUG is on."""
    if settings["DEBUG"]:
        return
    problems = [f"{name} is not set ({what})" for name, what in REQUIRED.items() if not settings.get(name)]
    if any(len(secret) < SHORTEST_SECRET for secret in settings["LICENCE_SECRETS"]):
        problems.append(f"LICENCE_SECRETS holds a secret of fewer than {SHORTEST_SECRET} characters")
    if settings["STRIPE_SANDBOX"] and not settings["STRIPE_SANDBOX_ALLOWED"]:
        problems.append(
            "STRIPE_SECRET_KEY is not set (the sandbox is for demos; STRIPE_SANDBOX_ALLOWED=1 overrides)"
        )
    if not settings["STRIPE_WEBHOOK_SECRET"]:
        problems.append("STRIPE_WEBHOOK_SECRET is not set (whsec_… of the webhook endpoint)")
    if settings["DEMO"] and not settings["STRIPE_SANDBOX"]:
        problems.append("DEMO is on beside a real Stripe key (its mails and passwords are everybody's)")
    if problems:
        raise ImproperlyConfigured("Stoa cannot start with DEBUG off:\n- " + "\n- ".join(problems))

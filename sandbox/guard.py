"""Says no to the sandbox wherever somebody could mistake it for the real Stripe."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TEST_KEY = re.compile(r"sk_test_[a-zA-Z0-9]{24,}")


def refuse_where_real_money_is_meant() -> None:
    """Raise ImproperlyConfigured for a live or malformed key, or in production unless it is allowed."""
    key = settings.STRIPE_SECRET_KEY
    if not TEST_KEY.fullmatch(key):
        kind = "a live key" if "_live_" in key else "not a test key"
        raise ImproperlyConfigured(
            f"STRIPE_SECRET_KEY is {kind}: the Stripe sandbox takes sk_test_ and 24 letters or digits."
        )
    if not settings.DEBUG and not getattr(settings, "STRIPE_SANDBOX_ALLOWED", False):
        raise ImproperlyConfigured(
            "The Stripe sandbox takes no real money, so it does not start when DEBUG is off. "
            "Set STRIPE_SECRET_KEY to sell, or STRIPE_SANDBOX_ALLOWED=true to run a public demonstration."
        )

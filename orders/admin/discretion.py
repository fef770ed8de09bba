"""What of Stripe's objects nobody needs to see: whatever opens a payment, an order or a person's account."""

from typing import Any

HIDDEN = "…"
SECRETS = ("client_secret", "secret", "client_reference_id", "order", "payment_method_details", "fingerprint")
LINKS = ("url", "invoice_pdf")  # and whatever ends like it: return pages of an order, receipts, hosted pages


def is_secret(name: str) -> bool:
    """Whether the value of this name stays unsaid. `order` is the unguessable part of an order's address."""
    return name in SECRETS or name.endswith(LINKS)


def discreet(data: Any) -> Any:
    """Stripe's object without what opens a payment or an order."""
    if isinstance(data, dict):
        return {k: HIDDEN if value and is_secret(k) else discreet(value) for k, value in data.items()}
    return [discreet(value) for value in data] if isinstance(data, list) else data

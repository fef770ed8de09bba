"""What software does every minute: announce and mail what was lost on the way."""

from cms import sweep
from products.kinds.software import announcing


def every_minute() -> str:
    """Finish what tasks began; each mail leaves once."""
    begun = sweep.each(announcing.announce, list(announcing.waiting().values_list("pk", flat=True)[:20]))
    return f"{begun} releases announced, {announcing.send_waiting()} holders told"

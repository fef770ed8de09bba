"""What software does every minute: announce and mail what was lost on the way."""

from cms import sweep
from products.kinds.software import announcing, telling


def every_minute() -> str:
    """Finish what tasks began; each mail leaves once."""
    begun = sweep.each(announcing.announce, list(announcing.waiting().values_list("pk", flat=True)[:20]))
    told = announcing.send_waiting() + telling.send_waiting()
    return f"{begun} releases announced, {told} holders told"

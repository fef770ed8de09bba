"""What Stripe says of a subscription and its bills, as we read it. Asks nobody anything."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


def moment(seconds: int | None) -> datetime | None:
    """Stripe's unix time as an aware moment."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


@dataclass(frozen=True)
class Bill:
    """A Stripe invoice; amounts in minor units, currency in capitals."""

    id: str
    status: str
    reason: str  # subscription_create, subscription_cycle, subscription_update
    amount: int
    currency: str
    payment_intent: str
    order_token: str
    created: int
    paid_at: datetime | None
    until: datetime | None  # the end of the latest period it bills for
    price: str = ""  # Stripe's key of what it charges for; credits for another plan aside

    @property
    def is_paid(self) -> bool:
        return self.status == "paid"


@dataclass(frozen=True)
class Plan:
    """A Stripe subscription."""

    id: str
    status: str
    customer: str
    item: str
    product: str
    price: str
    amount: int
    is_ending: bool
    ended_at: datetime | None
    bill: str  # its latest invoice
    card: str  # "visa 4242"
    order_token: str
    method: str = ""  # the key of the card
    card_mark: str = ""  # the same for the same card, whoever pays with it
    trial_until: datetime | None = None
    period_from: datetime | None = None
    is_paused: bool = False
    goes_on_at: datetime | None = None
    schedule: str = ""  # what manages it, while another plan waits for the end of the period


def read_bill(body: dict[str, Any]) -> Bill:
    """A bill from an invoice with its payments."""
    details = (body.get("parent") or {}).get("subscription_details") or {}
    ends = [line["period"]["end"] for line in body["lines"]["data"] if line["period"]["end"]]
    return Bill(
        id=body["id"],
        status=body.get("status") or "",
        reason=body.get("billing_reason") or "",
        amount=body["amount_paid"],
        currency=body["currency"].upper(),
        payment_intent=_intent_of(body),
        order_token=(details.get("metadata") or {}).get("order", ""),
        created=body["created"],
        paid_at=moment((body.get("status_transitions") or {}).get("paid_at")),
        until=moment(max(ends, default=None)),
        price=_price_of(body["lines"]["data"]),
    )


def _price_of(lines: list[dict[str, Any]]) -> str:
    """The price that the last line with something to pay names."""
    for line in reversed(lines):
        price = ((line.get("pricing") or {}).get("price_details") or {}).get("price") or ""
        if price and line["amount"] > 0:
            return price["id"] if isinstance(price, dict) else price
    return ""


def _intent_of(body: dict[str, Any]) -> str:
    """The payment that settled an invoice; "" when nothing had to be paid."""
    made = ((body.get("payments") or {}).get("data")) or []
    found = [one["payment"].get("payment_intent") for one in made if one.get("status") == "paid"]
    intent = found[0] if found else None
    return (intent["id"] if isinstance(intent, dict) else intent) or ""


def subscription_of(body: dict[str, Any]) -> tuple[str, str]:
    """(Stripe's key, our order's token) of the subscription that an invoice's or its own body speaks of."""
    if body["object"] == "subscription":
        return body["id"], (body.get("metadata") or {}).get("order", "")
    details = (body.get("parent") or {}).get("subscription_details") or {}
    key = details.get("subscription") or ""
    return (key["id"] if isinstance(key, dict) else key), (details.get("metadata") or {}).get("order", "")


def read_plan(body: dict[str, Any]) -> Plan:
    """A plan from a subscription whose payment method is expanded."""
    item = body["items"]["data"][0]
    method = body.get("default_payment_method")
    card = (method.get("card") or {}) if isinstance(method, dict) else {}
    bill = body.get("latest_invoice") or ""
    pause, schedule = body.get("pause_collection") or {}, body.get("schedule") or ""
    return Plan(
        id=body["id"],
        status=body["status"],
        customer=body["customer"] if isinstance(body["customer"], str) else body["customer"]["id"],
        item=item["id"],
        product=item["price"]["product"],
        price=item["price"]["id"],
        amount=item["price"]["unit_amount"] or 0,
        is_ending=bool(body.get("cancel_at_period_end") or body.get("cancel_at")),
        ended_at=moment(body.get("ended_at")),
        bill=bill if isinstance(bill, str) else bill["id"],
        card=f"{card['brand']} {card['last4']}" if card else "",
        order_token=(body.get("metadata") or {}).get("order", ""),
        method=method["id"] if isinstance(method, dict) else method or "",
        card_mark=card.get("fingerprint") or "",
        trial_until=moment(body.get("trial_end")),
        period_from=moment(item.get("current_period_start")),
        is_paused=bool(pause),
        goes_on_at=moment(pause.get("resumes_at")),
        schedule=schedule if isinstance(schedule, str) else schedule["id"],
    )

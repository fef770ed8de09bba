"""`/v1/balance_transactions` and `/v1/balance`: what every movement of money left in the account."""

from collections import defaultdict

from sandbox import clock, crud, store
from sandbox.routes import Call, route

PATH = "/v1/balance_transactions"
WEEK = 7 * 24 * 3600
FEE_BASIS_POINTS = 150
FEE_FIXED = 25

crud.serve_reading("balance_transaction", PATH)


@route("GET", "/v1/balance")
def balance(call: Call) -> dict:
    """The sums of all movements: available now, and still pending."""
    sums: dict[str, dict[str, int]] = {"available": defaultdict(int), "pending": defaultdict(int)}
    for row in store.objects("balance_transaction"):
        when = "available" if row.body["available_on"] <= clock.now() else "pending"
        sums[when][row.body["currency"]] += row.body["net"]
    amounts = {
        when: [
            {"amount": net, "currency": code, "source_types": {"card": net}} for code, net in by_code.items()
        ]
        for when, by_code in sums.items()
    }
    return store.skeleton("balance", **amounts)


def card_fee(amount: int) -> int:
    """What Stripe keeps of a charge in minor units: 1.5 % and 25, rounded half up."""
    return (amount * FEE_BASIS_POINTS + 5000) // 10000 + FEE_FIXED


def book(source: dict, kind: str, amount: int, *, fee: int = 0, is_available: bool = False) -> dict:
    """Write down one movement of `amount` (negative: out of the account) caused by `source`."""
    moment = clock.now()
    details = {
        "amount": fee,
        "application": None,
        "currency": source["currency"],
        "description": "Stripe fee",
        "type": "stripe_fee",
    }
    return store.create(
        "balance_transaction",
        "txn_",
        amount=amount,
        net=amount - fee,
        fee=fee,
        fee_details=[details] if fee else [],
        currency=source["currency"],
        source=source["id"],
        type=kind,
        reporting_category="charge" if kind in ("charge", "payment") else kind,
        description=source.get("description"),
        available_on=moment if is_available else moment + WEEK,
        status="available" if is_available else "pending",
    )

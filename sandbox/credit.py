"""The balance of a customer: what is too small to collect, or is owed to them, waits for the next invoice."""

from typing import Any

from sandbox import events, store

SMALLEST = 50  # in minor units, as for the euro and the dollar


def amounts(total: int, balance: int) -> dict[str, Any]:
    """The amount fields of an unpaid invoice for a customer's balance (negative: credit), in minor units."""
    owed = total + balance
    due = owed if owed >= SMALLEST else 0
    totals = dict.fromkeys(("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"), total)
    return {**totals, "starting_balance": balance, "amount_due": due, "amount_remaining": due}


def left(invoice: dict) -> int:
    """What the customer's balance is once the invoice is final."""
    return invoice["starting_balance"] + invoice["total"] - invoice["amount_due"]


def take(invoice: dict) -> None:
    """Let an invoice that becomes final use up, or add to, the balance of its customer."""
    balance = store.row("customer", invoice["customer"]).body.get("balance", 0)
    invoice.update(amounts(invoice["total"], balance))
    invoice["ending_balance"] = left(invoice)
    move(invoice["customer"], invoice["ending_balance"] - balance)


def give_back(invoice: dict) -> None:
    """Undo what an invoice did to the balance of its customer."""
    move(invoice["customer"], invoice["starting_balance"] - (invoice["ending_balance"] or 0))


def move(customer: str, amount: int) -> None:
    """Add to (or take from) a customer's balance, and tell of it."""
    row = store.row("customer", customer, is_locked=True)
    if not amount or row.is_deleted:
        return
    before = {"balance": row.body["balance"]}
    row.body["balance"] += amount
    events.emit("customer.updated", store.save(row.body), before)

"""`/v1/refunds`: money back, in whole or in part; two test cards make it wait or fail."""

from sandbox import cards, clock, crud, events, store
from sandbox.errors import Refused, refuse_unbuilt
from sandbox.resources import balance_transactions as balance
from sandbox.routes import Call, route

PATH = "/v1/refunds"
SECONDS = 10
NOT_YET = ("reverse_transfer", "refund_application_fee")

crud.serve_reading("refund", PATH)
crud.serve_changing("refund", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Give back what is named, or all that is left of a charge."""
    charge = charge_of(call.params)
    amount = amount_of(charge, call.params)
    card = card_of(charge)
    is_pending = bool(card and card.refund == "pending")
    refund = store.create(
        "refund",
        "re_",
        amount=amount,
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        status="pending" if is_pending else "succeeded",
        destination_details=destination(charge),
        due_at=clock.now() + SECONDS if card and card.refund else None,
        **crud.picked(call.params, "metadata", "reason"),
    )
    refund["balance_transaction"] = balance.book(refund, "refund", -amount, is_available=True)["id"]
    store.save(refund)
    give_back(charge, amount)
    events.emit("refund.created", refund)
    events.emit("charge.refunded", charge)
    return refund


@route("POST", PATH + "/{id}/cancel")
def cancel(call: Call) -> dict:
    """Stop a refund that is still pending."""
    refund = store.get("refund", call.id, is_locked=True)
    if refund["status"] != "pending":
        raise Refused(f"Refund {refund['id']} cannot be canceled, its status is {refund['status']}.")
    take_back(refund, "canceled")
    events.emit("refund.updated", refund, {"status": "pending"})
    return refund


def charge_of(params: dict) -> dict:
    """The charge to refund, locked; it must have been paid."""
    refuse_unbuilt(params, *NOT_YET)
    key, param = params.get("charge"), "charge"
    if params.get("payment_intent"):
        param = "payment_intent"
        key = store.get("payment_intent", params["payment_intent"], param=param)["latest_charge"]
    if not key:
        raise Refused(
            "One of the following params should be provided: payment_intent or charge.", param=param
        )
    charge = store.get("charge", key, is_locked=True, param=param)
    if not charge["captured"]:
        raise Refused(f"Charge {key} has not been captured.", code="charge_not_refundable", param=param)
    return charge


def amount_of(charge: dict, params: dict) -> int:
    """How much to give back, in minor units; never more than is left."""
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not left:
        raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount <= 0:
        raise Refused("Invalid positive integer", param="amount", code="parameter_invalid_integer")
    if amount > left:
        told = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise Refused(told, param="amount", code="amount_too_large")
    return amount


def card_of(charge: dict) -> cards.Card | None:
    """The test card that was charged; None for a bank debit."""
    return cards.BY_NUMBER.get(store.notes(charge["payment_method"]).get("number", ""))


def destination(charge: dict) -> dict:
    """Where the money goes."""
    kind = charge["payment_method_details"]["type"]
    if kind != "card":
        return {"type": kind, kind: {}}
    return {
        "type": "card",
        "card": {
            "type": "refund",
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
        },
    }


def give_back(charge: dict, amount: int) -> None:
    """Note the refund on its charge."""
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    store.save(charge)


def take_back(refund: dict, status: str) -> None:
    """End a refund that did not reach the payer: the money returns to the account."""
    charge = store.get("charge", refund["charge"], is_locked=True)
    give_back(charge, -refund["amount"])
    booked = balance.book(refund, "refund_failure", refund["amount"], is_available=True)
    refund.update(status=status, failure_balance_transaction=booked["id"])
    store.save(refund, due_at=None)


@clock.when_due("refund")
def settle(refund: dict, notes: dict) -> None:
    """What the payer's bank says in the end."""
    before = {"status": refund["status"]}
    if refund["status"] == "pending":
        refund["status"] = "succeeded"
        store.save(refund)
        events.emit("refund.updated", refund, before)
    elif refund["status"] == "succeeded":
        refund["failure_reason"] = "unknown"
        take_back(refund, "failed")
        events.emit("refund.failed", refund, before)

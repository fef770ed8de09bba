"""`/v1/charges`: one attempt to take money, for a payment intent."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandbox import cards, crud, listing, store
from sandbox.resources import balance_transactions as balance
from sandbox.routes import includes

PATH = "/v1/charges"
CHECKS = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}

crud.serve_reading("charge", PATH)
crud.serve_changing("charge", PATH)


@includes("charge", "refunds")
def refunds(charge: dict) -> dict:
    """The charge's refunds, newest first."""
    rows = store.objects("refund").filter(body__charge=charge["id"])
    return listing.sublist([row.body for row in rows], f"{PATH}/{charge['id']}/refunds")


def new_charge(intent: dict, method: dict, **values: Any) -> dict:
    """A charge of the intent's amount on a method; `values` say how it went."""
    body = store.create(
        "charge",
        "ch_",
        amount=intent["amount"],
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        metadata=deepcopy(intent["metadata"]),
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=details(method),
        billing_details=deepcopy(method["billing_details"]),
        receipt_email=intent["receipt_email"],
        statement_descriptor=intent["statement_descriptor"],
        transfer_group=intent["transfer_group"],
        **values,
    )
    body["receipt_url"] = settings.SITE_URL + reverse("sandbox:receipt", args=[body["id"]])
    return store.save(body)


def details(method: dict) -> dict:
    """The payment method as it is printed on a charge."""
    if method["type"] != "card":
        kept = {
            key: method["sepa_debit"][key]
            for key in ("bank_code", "branch_code", "country", "fingerprint", "last4")
        }
        return {"type": "sepa_debit", "sepa_debit": {**kept, "mandate": None}}
    wanted = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    kept = {key: method["card"][key] for key in wanted}
    return {"type": "card", "card": {**kept, "checks": dict(CHECKS), "network": kept["brand"]}}


def outcome(card: cards.Card | None = None) -> dict:
    """What the bank said: the card's reason to decline, or that it was approved."""
    is_declined = bool(card and card.code)
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if is_declined else "approved_by_network",
        "reason": (card.decline_code or card.code) if card and is_declined else None,
        "risk_level": "normal",
        "seller_message": card.message if card and is_declined else "Payment complete.",
        "type": "issuer_declined" if is_declined else "authorized",
    }


def capture(charge: dict, amount: int) -> dict:
    """Take `amount` of an authorised charge and book it; the rest is let go."""
    method = store.get("payment_method", charge["payment_method"])
    number = store.notes(method["id"]).get("number", "")
    is_available = bool(number) and cards.BY_NUMBER[number].is_available_at_once
    charge.update(status="succeeded", paid=True, captured=True, amount_captured=amount)
    fee = balance.card_fee(amount)
    kind = "charge" if method["type"] == "card" else "payment"
    charge["balance_transaction"] = balance.book(charge, kind, amount, fee=fee, is_available=is_available)[
        "id"
    ]
    return store.save(charge)

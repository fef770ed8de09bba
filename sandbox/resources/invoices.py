"""`/v1/invoices` and `/v1/invoice_payments`: the bills of subscriptions."""

from sandbox import billing, bills, crud, listing, store
from sandbox.errors import Refused, refuse_beyond
from sandbox.routes import Call, includes, route

PATH = bills.PATH

crud.serve_reading("invoice_payment", "/v1/invoice_payments")


@route("GET", PATH)
def page(call: Call) -> dict:
    """Invoices, those of one subscription if it is named."""
    key = call.params.pop("subscription", None)
    fixed = {"parent__subscription_details__subscription": key} if key else {}
    return listing.page("invoice", call, **fixed)


crud.serve_reading("invoice", PATH)


@route("GET", PATH + "/{id}/lines")
def lines(call: Call) -> dict:
    """What an invoice bills for."""
    return {**store.get("invoice", call.id)["lines"], "url": call.path}


@includes("invoice", "payments")
def invoice_payments(invoice: dict) -> dict:
    """How an invoice was paid."""
    rows = store.objects("invoice_payment").filter(body__invoice=invoice["id"])
    return listing.sublist([row.body for row in rows], "/v1/invoice_payments")


@route("POST", PATH + "/{id}/pay")
def pay(call: Call) -> dict:
    """Collect an open invoice, with a card that is named or the one that the subscription has now."""
    refuse_beyond(call.params, {"payment_method", "off_session", "expand"})
    invoice = store.get("invoice", call.id, is_locked=True)
    if invoice["status"] == "paid":
        raise Refused("Invoice is already paid", code="invoice_already_paid")
    check(invoice, "open", "pay")
    return billing.pay(invoice, call.params.get("payment_method", ""))


@route("POST", PATH + "/{id}/finalize")
def finalize(call: Call) -> dict:
    """Make a draft final, so that it can be paid."""
    return bills.finalize(check(store.get("invoice", call.id, is_locked=True), "draft", "finalize"))


@route("POST", PATH + "/{id}/void")
def void(call: Call) -> dict:
    """Take an open invoice back."""
    return bills.void(check(store.get("invoice", call.id, is_locked=True), "open", "void"))


@route("POST", PATH + "/{id}/mark_uncollectible")
def mark_uncollectible(call: Call) -> dict:
    """Expect no money for an open invoice any more."""
    return bills.mark_uncollectible(check(store.get("invoice", call.id, is_locked=True), "open", "mark"))


def check(invoice: dict, status: str, verb: str) -> dict:
    """The invoice; refuses one that is not in the state that a step needs."""
    if invoice["status"] != status:
        raise Refused(f"This invoice is {invoice['status']}, so you cannot {verb} it.", param="id")
    return invoice

"""`/v1/payment_intents`."""

from sandbox import crud, events, payments, store
from sandbox.errors import Refused, refuse_unbuilt
from sandbox.payments import Confirmation
from sandbox.resources.payment_methods import resolve
from sandbox.routes import Call, route

PATH = "/v1/payment_intents"
SMALLEST = 50  # in minor units, as for the euro and the dollar
NOT_YET = ("application_fee_amount", "transfer_data", "on_behalf_of")
FIELDS = [
    "amount",
    "customer",
    "description",
    "metadata",
    "receipt_email",
    "transfer_group",
    "capture_method",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "setup_future_usage",
    "shipping",
    "payment_method_types",
]

crud.serve_reading("payment_intent", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make an intent, and confirm it at once if asked to."""
    intent = new_intent(call.params)
    if call.params.get("payment_method"):
        intent["payment_method"] = resolve(call.params["payment_method"])["id"]
        intent["status"] = "requires_confirmation"
        store.save(intent)
    return confirmed(intent, call.params) if call.params.get("confirm") else intent


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set fields of an intent that has not been paid."""
    intent = store.get("payment_intent", call.id, is_locked=True)
    if "amount" in call.params and intent["status"] not in payments.CONFIRMABLE:
        raise payments.unexpected(intent, "update")
    key = call.params.pop("payment_method", None)
    if key:
        intent.update(payment_method=resolve(key)["id"], status="requires_confirmation")
        store.save(intent)
    return crud.changed(intent, call.params)


@route("POST", PATH + "/{id}/confirm")
def confirm(call: Call) -> dict:
    """Pay."""
    return confirmed(store.get("payment_intent", call.id, is_locked=True), call.params)


@route("POST", PATH + "/{id}/capture")
def capture(call: Call) -> dict:
    """Take authorised money."""
    return payments.capture(
        store.get("payment_intent", call.id, is_locked=True), call.params.get("amount_to_capture")
    )


@route("POST", PATH + "/{id}/cancel")
def cancel(call: Call) -> dict:
    """Give up."""
    return payments.cancel(
        store.get("payment_intent", call.id, is_locked=True), call.params.get("cancellation_reason")
    )


def new_intent(params: dict) -> dict:
    """An intent that waits for a payment method."""
    refuse_unbuilt(params, *NOT_YET)
    if params["amount"] < SMALLEST:
        raise Refused("Amount must be at least 50 cents", param="amount", code="amount_too_small")
    if params.get("customer"):
        store.get("customer", params["customer"], param="customer")
    values = crud.picked(params, *FIELDS)
    intent = store.create("payment_intent", "pi_", currency=params["currency"].lower(), **values)
    intent["client_secret"] = store.new_id(f"{intent['id']}_secret_")
    if "payment_method_types" not in params:
        intent["automatic_payment_methods"] = {"allow_redirects": "always", "enabled": True}
    store.save(intent)
    events.emit("payment_intent.created", intent)
    return intent


def confirmed(intent: dict, params: dict) -> dict:
    """The intent after it was confirmed with the method given now or before."""
    key = params.get("payment_method") or intent["payment_method"]
    if not key:
        raise Refused(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
    how = Confirmation(is_off_session=bool(params.get("off_session")), return_url=params.get("return_url"))
    return payments.confirm(intent, store.find(intent["payment_method"] or "") or resolve(key), how)

"""`/v1/payment_methods`: test cards by number or by `pm_card_…` token, and the delayed bank debit."""

from sandbox import cards, crud, events, listing, store
from sandbox.errors import Refused, missing
from sandbox.routes import Call, route

PATH = "/v1/payment_methods"
BANK_DEBIT = {
    "bank_code": "37040044",
    "branch_code": "",
    "country": "DE",
    "fingerprint": "sandboxbankdebit",
    "generated_from": {"charge": None, "setup_attempt": None},
    "last4": "3000",
}

crud.serve_changing("payment_method", PATH)


@route("GET", PATH)
def page(call: Call) -> dict:
    """A customer's methods; the other ones are not listed."""
    return listing.page("payment_method", call)


@route("GET", PATH + "/{id}")
def retrieve(call: Call) -> dict:
    """One method; a token is turned into a method of its own."""
    return resolve(call.id)


@route("POST", PATH)
def create(call: Call) -> dict:
    """A card from its number."""
    details = call.params.get("card") or {}
    token = details.get("token")
    card = cards.numbered(details.get("number", "")) or cards.named(str(token).replace("tok_", "pm_card_"))
    if call.params.get("type") == "sepa_debit":
        return new_bank_debit(call.params.get("billing_details"))
    if not card:
        raise Refused(
            "Your card number is not one of the test cards.", param="card[number]", code="incorrect_number"
        )
    return new_card(card, call.params.get("billing_details"))


@route("POST", PATH + "/{id}/attach")
def attach_to(call: Call) -> dict:
    """Save a method for a customer."""
    customer = call.params.get("customer", "")
    store.get("customer", customer, param="customer")
    return attach(resolve(call.id), customer)


@route("POST", PATH + "/{id}/detach")
def detach(call: Call) -> dict:
    """Forget a customer's method."""
    method = store.get("payment_method", call.id, is_locked=True)
    before = {"customer": method["customer"]}
    method["customer"] = None
    store.save(method)
    events.emit("payment_method.detached", method, before)
    return method


def resolve(key: str, param: str = "payment_method") -> dict:
    """The method with an id; each use of a `pm_card_…` token makes a new one."""
    card = cards.named(key)
    if card:
        return new_card(card)
    if key.startswith("pm_card_"):
        raise missing("PaymentMethod", key, param)
    return store.get("payment_method", key, param=param)


def attach(method: dict, customer: str) -> dict:
    """Save `method` for the customer with an id."""
    method["customer"] = customer
    store.save(method)
    events.emit("payment_method.attached", method)
    return method


def new_card(card: cards.Card, billing: dict | None = None) -> dict:
    """A payment method for a test card."""
    method = store.skeleton("payment_method")
    method["card"].update(
        brand=card.brand,
        display_brand=card.brand,
        fingerprint=card.fingerprint,
        last4=card.last4,
        networks={"available": [card.brand], "preferred": None},
    )
    return keep(method, {"number": card.number}, billing)


def new_bank_debit(billing: dict | None = None) -> dict:
    """A payment method that takes its time: a SEPA debit."""
    method = store.skeleton("payment_method", type="sepa_debit", sepa_debit=dict(BANK_DEBIT))
    del method["card"]
    return keep(method, {}, billing)


def keep(method: dict, notes: dict, billing: dict | None) -> dict:
    """Store a new method with the billing details given."""
    details = {**method["billing_details"], **(billing or {})}
    values = {**method, "billing_details": details, "id": store.new_id("pm_")}
    kind = values.pop("object")
    del values["created"]
    return store.create(kind, "pm_", notes=notes, object=kind, **values)


def card_of(method: dict) -> cards.Card | None:
    """The test card behind a method; None for a bank debit."""
    return cards.BY_NUMBER.get(store.notes(method["id"]).get("number", ""))

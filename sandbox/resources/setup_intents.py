"""`/v1/setup_intents` (read only): a card that is saved on a hosted page in setup mode."""

from sandbox import crud, events, store
from sandbox.errors import Refused
from sandbox.resources.payment_methods import attach, card_of

PATH = "/v1/setup_intents"

crud.serve_reading("setup_intent", PATH)


def new_setup(customer: str, metadata: dict) -> dict:
    """A setup that waits for a card."""
    body = store.create("setup_intent", "seti_", customer=customer, metadata=metadata)
    events.emit("setup_intent.created", body)
    return body


def save_card(setup: dict, method: dict) -> dict:
    """Keep a card for its customer. Refused for cards that the sandbox would have to authenticate."""
    card = card_of(method)
    if card is None or card.authentication:
        raise Refused("The sandbox has no 3-D Secure for saving a card yet.", param="payment_method")
    attach(method, setup["customer"])
    setup.update(status="succeeded", payment_method=method["id"])
    store.save(setup)
    events.emit("setup_intent.succeeded", setup)
    return setup

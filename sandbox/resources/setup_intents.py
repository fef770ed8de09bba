"""`/v1/setup_intents` (read only): a card that is saved on a hosted page."""

from sandbox import crud, events, store

PATH = "/v1/setup_intents"

crud.serve_reading("setup_intent", PATH)


def new_setup(customer: str, metadata: dict) -> dict:
    """A setup that waits for a card."""
    body = store.create("setup_intent", "seti_", customer=customer, metadata=metadata)
    events.emit("setup_intent.created", body)
    return body

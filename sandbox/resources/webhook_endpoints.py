"""`/v1/webhook_endpoints`: further addresses that want events, beside the one in the settings."""

from sandbox import crud, events, store
from sandbox.routes import Call, route

PATH = "/v1/webhook_endpoints"
FIELDS = ("url", "enabled_events", "description", "metadata", "api_version")

crud.serve_reading("webhook_endpoint", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make an endpoint; the secret is shown this once."""
    secret = store.new_id("whsec_")
    notes = {"secret": secret, "connect": call.params.get("connect", False)}
    body = store.create("webhook_endpoint", "we_", notes=notes, **crud.picked(call.params, *FIELDS))
    return {**body, "secret": secret}


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set fields, or switch the endpoint off; nobody is told."""
    body = store.get("webhook_endpoint", call.id, is_locked=True)
    if "disabled" in call.params:
        body["status"] = "disabled" if call.params["disabled"] else "enabled"
    for name, value in call.params.items():
        if name in FIELDS:
            body[name] = crud.merge(body[name], value)
    return store.save(body)


@route("DELETE", PATH + "/{id}")
def delete(call: Call) -> dict:
    """Forget the endpoint and what waits for it."""
    gone = store.delete(store.get("webhook_endpoint", call.id))
    events.forget(call.id)
    return gone

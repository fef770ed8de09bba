"""`/v1/account`: the platform itself."""

from sandbox import clock, context, store
from sandbox.models import StoredObject
from sandbox.routes import Call, route


@route("GET", "/v1/account")
def mine(call: Call) -> dict:
    """The account that the key belongs to; it comes into being when first asked for."""
    key = context.current().account
    if found := StoredObject.objects.filter(account=context.PLATFORM, key=key).first():
        return found.body
    body = store.skeleton("account", created=clock.now(), **platform())
    values = {"kind": "account", "body": body}
    row, _ = StoredObject.objects.get_or_create(account=context.PLATFORM, key=key, defaults=values)
    return row.body


@route("GET", "/v1/accounts/{id}")
def retrieve(call: Call) -> dict:
    """An account by its id."""
    return mine(call) if call.id == context.PLATFORM else store.get("account", call.id)


def platform() -> dict:
    """The fields of the platform's own account."""
    accounts = {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": f"/v1/accounts/{context.PLATFORM}/external_accounts",
    }
    return {"id": context.PLATFORM, "external_accounts": accounts}

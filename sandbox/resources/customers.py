"""`/v1/customers`."""

from sandbox import crud, events, listing, store
from sandbox.resources.payment_methods import attach, resolve
from sandbox.routes import Call, includes, route

PATH = "/v1/customers"
FIELDS = (
    "address",
    "description",
    "email",
    "name",
    "phone",
    "preferred_locales",
    "shipping",
    "metadata",
    "tax_exempt",
)

crud.serve_reading("customer", PATH)
crud.serve_deleting("customer", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make a customer, with a payment method attached if one is named."""
    body = store.create("customer", "cus_", **crud.picked(call.params, *FIELDS))
    attach_named(body["id"], call.params)
    settings = call.params.get("invoice_settings", {})
    body["invoice_settings"] = crud.merge(body["invoice_settings"], settings)
    store.save(body)
    events.emit("customer.created", body)
    return body


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set fields; a default payment method is attached first."""
    body = store.get("customer", call.id, is_locked=True)
    attach_named(call.id, call.params)
    return crud.changed(body, call.params)


@route("GET", PATH + "/{id}/payment_methods")
def methods(call: Call) -> dict:
    """The customer's payment methods."""
    store.get("customer", call.id)
    return listing.page("payment_method", call, customer=call.id)


def attach_named(customer: str, params: dict) -> None:
    """Attach the payment methods that the parameters name; a default one is then named by its own id."""
    if params.get("payment_method"):
        attach(resolve(params["payment_method"]), customer)
    settings = params.get("invoice_settings") or {}
    if settings.get("default_payment_method"):
        method = resolve(settings["default_payment_method"])
        if method["customer"] != customer:
            attach(method, customer)
        settings["default_payment_method"] = method["id"]


@includes("customer", "sources")
def sources(customer: dict) -> dict:
    """Cards of the old kind: there are none."""
    return listing.sublist([], f"{PATH}/{customer['id']}/sources")


@includes("customer", "subscriptions")
def subscriptions(customer: dict) -> dict:
    """The customer's subscriptions, newest first."""
    rows = store.objects("subscription").filter(body__customer=customer["id"])
    return listing.sublist([row.body for row in rows], f"{PATH}/{customer['id']}/subscriptions")


@includes("customer", "tax_ids")
def tax_ids(customer: dict) -> dict:
    """Tax numbers: the sandbox keeps none."""
    return listing.sublist([], f"{PATH}/{customer['id']}/tax_ids")

"""`/v1/products`."""

from sandbox import clock, crud, events, listing, store
from sandbox.errors import Refused
from sandbox.resources.prices import new_price
from sandbox.routes import Call, route

PATH = "/v1/products"
FIELDS = (
    "active",
    "description",
    "id",
    "images",
    "metadata",
    "name",
    "tax_code",
    "unit_label",
    "url",
    "shippable",
)

crud.serve_reading("product", PATH)
crud.serve_changing("product", PATH)
crud.serve_deleting("product", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make a product, and its default price if one is described."""
    if store.find(call.params.get("id", "")):
        raise Refused("Product already exists.", code="resource_already_exists", param="id")
    body = store.create("product", "prod_", updated=clock.now(), **crud.picked(call.params, *FIELDS))
    if data := call.params.get("default_price_data"):
        body["default_price"] = new_price({**data, "product": body["id"]})["id"]
        store.save(body)
    events.emit("product.created", body)
    return body


@route("GET", PATH + "/{id}/features")
def features(call: Call) -> dict:
    """The product's entitlement features: there are none in the sandbox."""
    store.row("product", call.id)
    return listing.sublist([], call.path)

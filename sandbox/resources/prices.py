"""`/v1/prices`."""

from sandbox import crud, events, store
from sandbox.errors import Refused
from sandbox.routes import Call, includes, route

PATH = "/v1/prices"
RECURRING = {"interval_count": 1, "meter": None, "trial_period_days": None, "usage_type": "licensed"}
FIELDS = ("active", "currency", "lookup_key", "metadata", "nickname", "product", "tax_behavior")

crud.serve_reading("price", PATH)
crud.serve_changing("price", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make a price for a product that exists, or is described in the same breath."""
    params = dict(call.params)
    if described := params.get("product_data"):
        params["product"] = new_product(described)["id"]
    if not params.get("product"):
        raise Refused("Missing required param: product.", param="product", code="parameter_missing")
    store.get("product", params["product"], param="product")
    body = new_price(params)
    events.emit("price.created", body)
    return body


@includes("price", "currency_options")
def currency_options(price: dict) -> dict:
    """The price in each of its currencies: there is one."""
    kept = ("custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal")
    return {price["currency"]: {name: price[name] for name in kept}}


@includes("price", "tiers")
def tiers(price: dict) -> list:
    """Steps of a graduated price: the sandbox has none."""
    return []


def new_price(params: dict) -> dict:
    """A price from its parameters, which name a product."""
    amount = amount_of(params)
    recurring = params.get("recurring")
    return store.create(
        "price",
        "price_",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
        type="recurring" if recurring else "one_time",
        recurring={**RECURRING, **recurring} if recurring else None,
        **{**crud.picked(params, *FIELDS), "currency": params["currency"].lower()},
    )


def described(data: dict, param: str) -> dict:
    """A price described in place, for a product that exists; it is not for further use."""
    store.get("product", data.get("product", ""), param=f"{param}[price_data][product]")
    return new_price({**data, "active": False})


def amount_of(params: dict) -> int:
    """The unit amount in minor units; the sandbox has no fractions of a cent and no tiers."""
    if "unit_amount" in params:
        amount = params["unit_amount"]
    elif str(params.get("unit_amount_decimal", "")).isdigit():
        amount = int(params["unit_amount_decimal"])
    else:
        raise Refused("Missing required param: unit_amount.", param="unit_amount", code="parameter_missing")
    if amount < 0:
        raise Refused("Invalid non-negative integer", param="unit_amount", code="parameter_invalid_integer")
    return amount


def new_product(described: dict) -> dict:
    """A product described within a price or a line item."""
    values = crud.picked(described, "name", "description", "images", "metadata", "tax_code", "unit_label")
    return store.create("product", "prod_", **values)

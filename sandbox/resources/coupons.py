"""`/v1/coupons`."""

from sandbox import crud, events, store
from sandbox.errors import Refused
from sandbox.routes import Call, includes, route

PATH = "/v1/coupons"
FIELDS = [
    "id",
    "name",
    "amount_off",
    "currency",
    "percent_off",
    "duration",
    "duration_in_months",
    "max_redemptions",
    "redeem_by",
    "metadata",
]

crud.serve_reading("coupon", PATH)
crud.serve_changing("coupon", PATH)
crud.serve_deleting("coupon", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make a coupon of a percentage or of an amount."""
    params = {"duration": "once", **call.params}
    if ("percent_off" in params) == ("amount_off" in params):
        raise Refused("You must pass exactly one of percent_off or amount_off.", param="percent_off")
    if "amount_off" in params and "currency" not in params:
        raise Refused("You must pass currency when passing amount_off.", param="currency")
    values = crud.picked(params, *FIELDS)
    if "currency" in values:
        values["currency"] = values["currency"].lower()
    if store.find(values.get("id", "")):
        raise Refused("Coupon already exists.", code="resource_already_exists", param="id")
    body = store.create("coupon", "", **values)
    events.emit("coupon.created", body)
    return body


@includes("coupon", "applies_to")
def applies_to(coupon: dict) -> dict:
    """The products that a coupon is good for: all."""
    return {"products": []}

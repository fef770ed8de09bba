"""`/v1/plans`: the old word for a recurring price, read only."""

from sandbox import store
from sandbox.errors import missing
from sandbox.routes import Call, route

SHARED = ("active", "billing_scheme", "created", "currency", "id", "metadata", "nickname", "product")


@route("GET", "/v1/plans/{id}")
def retrieve(call: Call) -> dict:
    """The plan that a recurring price is."""
    price = store.get("price", call.id)
    if not price["recurring"]:
        raise missing("plan", call.id)
    return plan_of(price)


def plan_of(price: dict) -> dict:
    """A recurring price in the words of a plan."""
    recurring = price["recurring"]
    return store.skeleton(
        "plan",
        **{name: price[name] for name in SHARED},
        amount=price["unit_amount"],
        amount_decimal=price["unit_amount_decimal"],
        interval=recurring["interval"],
        interval_count=recurring["interval_count"],
    )

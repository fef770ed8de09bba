"""The items of a subscription: what it bills for, and the period that each of them is in."""

from sandbox import periods, store
from sandbox.errors import Refused
from sandbox.resources import plans
from sandbox.resources.prices import described


def new_item(subscription: str, item: dict, start: int, end: int = 0) -> dict:
    """A priced `item` (price and quantity) of a subscription; its first period may end before a whole one."""
    price = item["price"]
    values = {
        "subscription": subscription,
        "price": price,
        "plan": plans.plan_of(price),
        "quantity": item.get("quantity", 1),
        "current_period_start": start,
        "current_period_end": end or periods.end_of(start, price["recurring"]),
    }
    return store.create("subscription_item", "si_", **values)


def priced(params: dict, param: str = "items[0]", current: str = "") -> dict:
    """The recurring price that parameters name or describe.

    Refuses one that is billed once, and one that is no longer for sale unless it is the `current` one.
    """
    if data := params.get("price_data"):
        price = described(data, param)
    else:
        price = store.get("price", params.get("price", ""), param=f"{param}[price]")
        if not price["active"] and price["id"] != current:
            raise Refused(
                "The price specified is inactive. This field only accepts active prices.", param=param
            )
    if not price["recurring"]:
        raise Refused("The price specified is set to `type=one_time`, use a recurring price.", param="items")
    return price


def reprice(item: dict, price: dict, quantity: int) -> dict:
    """Let an item be billed at a price from now on."""
    item.update(price=price, plan=plans.plan_of(price), quantity=quantity)
    return store.save(item)


def advance(subscription: dict) -> None:
    """Move to the next period."""
    for item in subscription["items"]["data"]:
        restart(item, item["current_period_end"], subscription["billing_cycle_anchor"])


def restart(item: dict, start: int, anchor: int = 0) -> None:
    """Let a whole period begin at unix time `start`, in a cycle that began at the `anchor`."""
    item["current_period_start"] = start
    item["current_period_end"] = periods.end_of(start, item["price"]["recurring"], anchor)
    store.save(item)


def begin(subscription: dict, start: int) -> None:
    """Let the cycle of a subscription begin anew at unix time `start`."""
    subscription["billing_cycle_anchor"] = start
    for item in subscription["items"]["data"]:
        restart(item, start)


def interval_of(price: dict) -> tuple[str, int]:
    """How often a price is billed, such as `("month", 3)`."""
    return price["recurring"]["interval"], price["recurring"]["interval_count"]

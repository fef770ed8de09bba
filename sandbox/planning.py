"""Reads the phases that an update of a schedule describes; refuses those that cannot be."""

from sandbox import clock, crud, items, periods, phases, store
from sandbox.errors import Refused, refuse_beyond

BUILT = frozenset(
    {"items", "start_date", "end_date", "duration", "proration_behavior", "metadata", "currency"}
)
ITEM_NAMES = frozenset({"price", "price_data", "quantity"})


def planned(schedule: dict, subscription: dict, told: list[dict]) -> list[dict]:
    """The phases of a schedule: those that are over, the current one, and what follows."""
    current = schedule["current_phase"]
    over = [one for one in schedule["phases"] if one["end_date"] <= current["start_date"]]
    told = [one for one in told if not is_over(one, current)]
    if not told or told[0].get("start_date") is None:
        raise Refused(
            "The subscription schedule update is missing at least one phase with a `start_date` to anchor "
            "end dates to.",
            param="phases",
        )
    if told[0]["start_date"] != current["start_date"]:
        raise Refused(
            "You can not modify the start date of the current phase.", param="phases[0][start_date]"
        )
    found = []
    start = current["start_date"]
    for place, one in enumerate(told):
        follower = told[place + 1] if place + 1 < len(told) else None
        found.append(read(subscription, one, (start, follower), f"phases[{place}]"))
        start = found[-1]["end_date"]
    check(subscription, found)
    return over + found


def is_over(told: dict, current: dict) -> bool:
    """Whether a described phase ended before the current one began."""
    start, end = told.get("start_date"), told.get("end_date")
    return isinstance(start, int) and isinstance(end, int) and start < end <= current["start_date"]


def read(subscription: dict, told: dict, around: tuple[int, dict | None], param: str) -> dict:
    """One phase; `around` is the unix time at which it starts, and the description of what follows."""
    refuse_beyond(told, BUILT)
    start, follower = around
    if told.get("start_date", start) != start:
        raise Refused("The phases must follow one another without a gap.", param=f"{param}[start_date]")
    mine = [item["price"] for item in subscription["items"]["data"]]
    prices = [priced(item, mine, param) for item in told["items"]]
    if len(prices) != len(mine):
        raise Refused("The sandbox has no phases with more or fewer items.", param=f"{param}[items]")
    quantities = [item.get("quantity", 1) for item in told["items"]]
    billed = [phases.billed_at(price["id"], many) for price, many in zip(prices, quantities, strict=True)]
    end = end_of(told, start, follower) or periods.end_of(start, prices[0]["recurring"])
    more = crud.picked(told, "proration_behavior", "metadata")
    return phases.phase(start, end, billed, currency=subscription["currency"], **more)


def priced(told: dict, mine: list[dict], param: str) -> dict:
    """The price that an item of a phase names or describes."""
    refuse_beyond(told, ITEM_NAMES)
    current = next((price for price in mine if price["id"] == told.get("price")), None)
    return current or items.priced(told, f"{param}[items][0]")


def end_of(told: dict, start: int, follower: dict | None) -> int | None:
    """When a phase ends, in unix time; None if it does not say, and is the last."""
    duration, end = told.get("duration"), told.get("end_date")
    if duration and end:
        raise Refused("You may only specify one of these parameters: duration, end_date.", param="phases")
    if duration:
        return periods.end_of(start, {"interval_count": 1, **duration})
    end = end or (follower or {}).get("start_date")
    if end == "now" or (follower and not end):
        raise Refused("Each phase but the last must have an `end_date` or a `duration`.", param="phases")
    return end


def check(subscription: dict, found: list[dict]) -> None:
    """Refuse phases that end before they begin, and a current one that differs from the subscription."""
    if found[0]["end_date"] <= clock.now() or any(one["end_date"] <= one["start_date"] for one in found):
        raise Refused("A phase must end after its start, and not in the past.", param="phases")
    mine = [(item["price"]["id"], item["quantity"]) for item in subscription["items"]["data"]]
    if [(item["price"], item["quantity"]) for item in found[0]["items"]] != mine:
        raise Refused(
            "The sandbox does not change the current phase of a schedule; release it and change the plan.",
            param="phases[0][items]",
        )
    for one in found:
        for item in one["items"]:
            if store.get("price", item["price"])["currency"] != subscription["currency"]:
                raise Refused("All phases must have the subscription's currency.", param="phases")

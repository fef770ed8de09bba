"""Another price or quantity for what a subscription bills: what is credited and charged for it, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox import agenda, billing, clock, items, lines, store, trials
from sandbox.errors import Refused, refuse_beyond, refuse_unbuilt
from sandbox.resources import invoice_items

NAMES = frozenset({"items", "proration_behavior", "proration_date", "billing_cycle_anchor", "trial_end"})
ITEM_NAMES = frozenset({"id", "price", "price_data", "quantity"})


@dataclass(frozen=True)
class Change:
    """New prices and quantities by item, from a unix time on, and what becomes of the difference."""

    wanted: dict[str, tuple[dict, int]]
    proration: str
    at: int
    is_anew: bool  # a period begins now

    def touches(self, item: dict) -> bool:
        """Whether an item is billed differently from now on."""
        price, quantity = self.wanted.get(item["id"], (item["price"], item["quantity"]))
        return (price["id"], quantity) != (item["price"]["id"], item["quantity"])


def amend(subscription: dict, params: dict) -> dict | None:
    """Carry out what `params` ask for in money; the draft of what is billed now, or None."""
    change = understood(subscription, params)
    entries = apply(subscription, change)
    if params.get("trial_end"):
        return amend_trial(subscription, params)
    is_due = change.proration == "always_invoice" and invoice_items.pending(subscription).exists()
    if not entries and not is_due:
        return None
    return billing.draft(subscription, "subscription_update", entries)


def amend_trial(subscription: dict, params: dict) -> dict | None:
    """Move the end of a trial; with `now` the first real invoice is due."""
    trials.check(params)
    if params["trial_end"] != "now":
        trials.move(subscription, params["trial_end"])
        return None
    if subscription["status"] != "trialing":
        return None
    trials.end_now(subscription)
    return billing.bill(subscription, "subscription_update")


def understood(subscription: dict, params: dict) -> Change:
    """The change that parameters describe; refuses what makes no sense and what is not built."""
    mine = {item["id"]: item for item in subscription["items"]["data"]}
    wanted = {}
    for place, told in enumerate(params.get("items") or []):
        refuse_beyond(told, ITEM_NAMES)
        item = mine.get(told.get("id", ""))
        if not item:
            raise Refused(
                f"The sandbox changes the items of a subscription, and adds none: '{told.get('id', '')}'.",
                param=f"items[{place}][id]",
            )
        wanted[item["id"]] = wanted_of(subscription, item, told, f"items[{place}]")
    is_anew = params.get("billing_cycle_anchor") == "now" or any(
        items.interval_of(price) != items.interval_of(mine[key]["price"])
        for key, (price, _) in wanted.items()
    )
    if is_anew and len(mine) > 1:
        raise Refused("The sandbox begins no new period for several items yet.", param="items")
    is_trial = subscription["status"] == "trialing"
    refuse_unbuilt(
        {"billing_cycle_anchor": is_trial and params.get("billing_cycle_anchor") == "now"},
        "billing_cycle_anchor",
    )
    at = moment_of(subscription, params)
    return Change(wanted, params.get("proration_behavior", "create_prorations"), at, is_anew and not is_trial)


def wanted_of(subscription: dict, item: dict, told: dict, param: str) -> tuple[dict, int]:
    """The price and the quantity that an item is to have."""
    has_price = told.get("price") or told.get("price_data")
    price = items.priced(told, param, item["price"]["id"]) if has_price else item["price"]
    if price["currency"] != subscription["currency"]:
        raise Refused(
            f"The price is in {price['currency']}, the subscription in {subscription['currency']}.",
            param=param,
        )
    quantity = told.get("quantity", item["quantity"])
    if quantity < 1:
        raise Refused("This value must be greater than or equal to 1.", param=f"{param}[quantity]")
    return price, quantity


def moment_of(subscription: dict, params: dict) -> int:
    """The unix time from which the difference counts, within the current period."""
    begin, end = agenda.period_start(subscription), agenda.period_end(subscription)
    told = params.get("proration_date")
    if told is not None and not begin <= told <= end:
        raise Refused("The proration_date must lie within the current period.", param="proration_date")
    return told if told is not None else min(max(clock.now(), begin), end)


def apply(subscription: dict, change: Change) -> list[dict]:
    """Set prices and periods and note the prorations; the lines of a period that begins by that."""
    is_prorated = subscription["status"] != "trialing" and change.proration != "none"
    for item in subscription["items"]["data"]:
        is_touched = change.touches(item)
        if is_prorated and (is_touched or change.is_anew):
            prorate(subscription, item, change.at, -1)
        items.reprice(item, *change.wanted.get(item["id"], (item["price"], item["quantity"])))
        if is_prorated and is_touched and not change.is_anew:
            prorate(subscription, item, change.at, 1)
    if not change.is_anew:
        store.save(subscription)
        return []
    items.begin(subscription, clock.now())
    if subscription["cancel_at_period_end"]:
        subscription["cancel_at"] = agenda.period_end(subscription)
    agenda.keep(subscription)
    return [lines.of_period(item) for item in subscription["items"]["data"]]


def prorate(subscription: dict, item: dict, at: int, sign: int) -> None:
    """Note the credit (-1) or the charge (1) for the rest of an item's period, by the second."""
    begin, end = item["current_period_start"], item["current_period_end"]
    full = item["price"]["unit_amount"] * item["quantity"]
    amount = sign * rounded(full * (end - at), end - begin)
    name = store.row("product", item["price"]["product"]).body.get("name", "")
    many = f"{item['quantity']} × " if item["quantity"] > 1 else ""
    word = "Remaining" if sign > 0 else "Unused"
    told = f"{word} time on {many}{name} after {datetime.fromtimestamp(at, UTC):%d %b %Y}"
    invoice_items.new_item(subscription, item, amount, description=told, period={"start": at, "end": end})


def rounded(amount: int, parts: int) -> int:
    """`amount / parts`, half up."""
    return (2 * amount + parts) // (2 * parts)

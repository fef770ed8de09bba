"""What a checkout session costs: its line items, a discount, the total."""

from sandbox import store
from sandbox.errors import Refused
from sandbox.resources import payment_intents, promotion_codes
from sandbox.resources.prices import new_price, new_product


def line_item(params: dict) -> dict:
    """A line item from its parameters: a price that exists, or one described in place."""
    price = store.get("price", params["price"], param="line_items[0][price]") if params.get("price") else None
    if price and not price["active"]:
        raise Refused("The price specified is inactive.", param="line_items[0][price]")
    price = price or described_price(params.get("price_data") or {})
    quantity = params.get("quantity", 1)
    if quantity < 1:
        raise Refused("This value must be greater than or equal to 1.", param="line_items[0][quantity]")
    amount = price["unit_amount"] * quantity
    product = store.get("product", price["product"])
    return store.skeleton(
        "item",
        id=store.new_id("li_"),
        amount_subtotal=amount,
        amount_total=amount,
        currency=price["currency"],
        description=product["name"],
        price=price,
        quantity=quantity,
    )


def described_price(data: dict) -> dict:
    """A price (not for further use) made for one line item."""
    if not data:
        raise Refused("You must pass price or price_data for each line item.", param="line_items[0][price]")
    if not data.get("product") and not data.get("product_data"):
        raise Refused(
            "You must pass product or product_data with price_data.", param="line_items[0][price_data]"
        )
    product = data.get("product") or new_product(data["product_data"])["id"]
    return new_price({**data, "product": product, "active": False})


def begin_for_free(items: list[dict]) -> None:
    """Let what is billed again and again cost nothing now: a trial comes first."""
    for item in items:
        if item["price"]["recurring"]:
            item.update(amount_subtotal=0, amount_total=0)


def reckon(session: dict, items: list[dict], discounts: list[dict]) -> dict:
    """Set the amounts of a session from its items, less a coupon or promotion code."""
    if len({item["currency"] for item in items}) > 1:
        raise Refused("All line items must have the same currency.", param="line_items")
    subtotal = sum(item["amount_subtotal"] for item in items)
    off = 0
    applied = []
    for discount in discounts:
        promotion = discount.get("promotion_code")
        coupon = discount.get("coupon")
        if promotion:
            coupon = store.get("promotion_code", promotion, param="discounts[0]")["promotion"]["coupon"]
        off = saving(
            store.get("coupon", coupon or "", param="discounts[0][coupon]"), subtotal, session["currency"]
        )
        applied.append({"coupon": None if promotion else coupon, "promotion_code": promotion})
    total = subtotal - off
    if 0 < total < payment_intents.SMALLEST:
        raise Refused(
            "The Checkout Session's total amount due must add up to at least 50 cents.",
            code="amount_too_small",
        )
    session.update(amount_subtotal=subtotal, amount_total=total, discounts=applied)
    session["total_details"]["amount_discount"] = off
    spread(items, off)
    return store.save(session, notes={**store.notes(session["id"]), "items": items})


def saving(coupon: dict, subtotal: int, currency: str) -> int:
    """What a coupon takes off, in minor units, half a cent rounded up; never more than there is."""
    if coupon["percent_off"]:
        return min(subtotal, int(subtotal * coupon["percent_off"] / 100 + 0.5))
    if coupon["currency"] != currency:
        raise Refused(f"The coupon is in {coupon['currency']}, the session in {currency}.", param="discounts")
    return min(subtotal, coupon["amount_off"] or 0)


def spread(items: list[dict], off: int) -> None:
    """Share a discount among the items by their amounts; the last takes what rounding leaves."""
    subtotal = sum(item["amount_subtotal"] for item in items) or 1
    left = off
    for place, item in enumerate(items):
        share = left if place == len(items) - 1 else off * item["amount_subtotal"] // subtotal
        left -= share
        item.update(amount_discount=share, amount_total=item["amount_subtotal"] - share)


def apply_promotion(session: dict, code: str) -> dict:
    """Take a promotion code that the payer typed; Refused if it is not valid."""
    promotion = promotion_codes.usable(code)
    if not promotion:
        raise Refused("This code is invalid.", param="promotion_code")
    return reckon(session, store.notes(session["id"])["items"], [{"promotion_code": promotion["id"]}])


def redeem(session: dict) -> None:
    """Count the session's discounts as used."""
    for applied in session["discounts"] or []:
        code = applied["promotion_code"] and store.get(
            "promotion_code", applied["promotion_code"], is_locked=True
        )
        key = code["promotion"]["coupon"] if code else applied["coupon"]
        for used in filter(None, (code, store.find(key))):
            used["times_redeemed"] = used.get("times_redeemed", 0) + 1
            store.save(used)

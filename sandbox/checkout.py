"""What happens to a checkout session: totals, promotion, payment, the bank's answer, expiry."""

from dataclasses import dataclass

from sandbox import cards, clock, events, payments, store
from sandbox.errors import Refused
from sandbox.payments import Confirmation
from sandbox.resources import payment_intents, promotion_codes
from sandbox.resources.payment_methods import new_bank_debit, new_card
from sandbox.resources.prices import new_price, new_product


@dataclass(frozen=True)
class Payer:
    """Who stands before the hosted page."""

    email: str
    name: str = ""

    def billing(self) -> dict:
        """The payer as billing details."""
        return {"email": self.email, "name": self.name or None}


def line_item(params: dict) -> dict:
    """A line item from its parameters: a price that exists, or one described in place."""
    price = store.get("price", params["price"], param="line_items[0][price]") if params.get("price") else None
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
        off = saving(store.get("coupon", coupon or "", param="discounts[0][coupon]"), subtotal)
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


def saving(coupon: dict, subtotal: int) -> int:
    """What a coupon takes off, in minor units; never more than there is."""
    if coupon["percent_off"]:
        return min(subtotal, round(subtotal * coupon["percent_off"] / 100))
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


def pay_by_card(session: dict, card: cards.Card, payer: Payer) -> dict:
    """Pay; the intent comes back, which may want 3-D Secure first. Raises Declined when the bank refuses."""
    intent = opened_intent(session, payer)
    method = new_card(card, payer.billing())
    intent = payments.confirm(intent, method, Confirmation(return_url=session["success_url"]))
    if intent["status"] in ("succeeded", "requires_capture"):
        complete(session, payer, "paid")
    return intent


def pay_by_bank(session: dict, payer: Payer, *, succeeds: bool) -> dict:
    """Order a bank debit: the session is complete at once, the money comes or fails to come later."""
    intent = opened_intent(session, payer)
    payments.wait_for_bank(intent, new_bank_debit(payer.billing()), succeeds=succeeds)
    due_at = clock.now() + payments.BANK_SECONDS
    store.save(intent, due_at=None)
    complete(session, payer, "unpaid", due_at=due_at)
    return intent


def take_for_free(session: dict, payer: Payer) -> dict:
    """Complete a session that costs nothing; there is no payment intent."""
    return complete(session, payer, "no_payment_required")


def authenticated(session: dict, intent: dict) -> dict:
    """Go on after 3-D Secure was passed. Raises Declined when the bank refuses nevertheless."""
    method = store.get("payment_method", intent["payment_method"])
    intent = payments.confirm(intent, method, Confirmation(is_authenticated=True))
    if session and intent["status"] in ("succeeded", "requires_capture"):
        billing = method["billing_details"]
        complete(session, Payer(billing["email"] or "", billing["name"] or ""), "paid")
    return intent


def opened_intent(session: dict, payer: Payer) -> dict:
    """The session's payment intent, made at the first attempt to pay."""
    if session["payment_intent"]:
        return store.get("payment_intent", session["payment_intent"], is_locked=True)
    wanted = store.notes(session["id"])["intent"]
    intent = payment_intents.new_intent(
        {
            "metadata": {},
            "receipt_email": None,
            **wanted,
            "amount": session["amount_total"],
            "currency": session["currency"],
            "customer": session["customer"],
            "payment_method_types": ["card", "sepa_debit"],
        }
    )
    session["payment_intent"] = intent["id"]
    store.save(session)
    return intent


def complete(session: dict, payer: Payer, payment_status: str, due_at: int | None = None) -> dict:
    """The payer is done: the page turns to the success address."""
    details = store.skeleton("payment_method")["billing_details"]["address"]
    session.update(
        status="complete",
        payment_status=payment_status,
        url=None,
        customer=session["customer"] or new_customer(session, payer),
        customer_details={
            "address": details,
            "business_name": None,
            "email": payer.email,
            "individual_name": None,
            "name": payer.name or None,
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [],
        },
    )
    store.save(session, due_at=due_at)
    events.emit("checkout.session.completed", session)
    return session


def new_customer(session: dict, payer: Payer) -> str | None:
    """The id of a customer made for the payer, if the session asks for one."""
    if session["customer_creation"] != "always":
        return None
    customer = store.create("customer", "cus_", email=payer.email, name=payer.name or None)
    events.emit("customer.created", customer)
    return customer["id"]


def hear_from_bank(session: dict) -> None:
    """The bank's answer to a debit, for the payment and for the session."""
    intent = store.get("payment_intent", session["payment_intent"], is_locked=True)
    payments.hear_from_bank(intent, store.notes(intent["id"]))
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
        store.save(session)
        events.emit("checkout.session.async_payment_succeeded", session)
    else:
        events.emit("checkout.session.async_payment_failed", session)


def expire(session: dict) -> dict:
    """Nobody paid in time, or the shop took the offer back."""
    session.update(status="expired", url=None)
    store.save(session, due_at=None)
    events.emit("checkout.session.expired", session)
    if session["payment_intent"]:
        payments.cancel(store.get("payment_intent", session["payment_intent"], is_locked=True), None)
    return session

"""`/v1/checkout/sessions`: a hosted page on which a buyer pays."""

from django.conf import settings
from django.urls import reverse

from sandbox import checkout, clock, crud, listing, reckoning, store, trials
from sandbox.errors import Refused, refuse_beyond, refuse_unbuilt
from sandbox.resources import payment_intents, setup_intents
from sandbox.routes import Call, includes, route

PATH = "/v1/checkout/sessions"
NOT_YET = (
    "shipping_options",
    "shipping_address_collection",
    "optional_items",
    "invoice_creation",
)
SHORTEST, LONGEST = 30 * 60, 24 * 3600
FIELDS = [
    "mode",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "metadata",
    "allow_promotion_codes",
    "billing_address_collection",
    "customer_creation",
    "locale",
    "submit_type",
    "payment_method_collection",
]
LASTING = ("metadata", "description", "trial_end", "trial_period_days", "trial_settings")

crud.serve_reading("checkout.session", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Open a session for its line items."""
    params = {"mode": "payment", **call.params}
    check(params)
    if params["mode"] == "setup":
        return open_setup(params)
    items = [reckoning.line_item(one) for one in params.get("line_items", [])]
    check_mode(params, items)
    expires_at = expiry(params)
    lasting = crud.picked(params.get("subscription_data", {}), *LASTING)
    if trials.end_of(lasting):
        reckoning.begin_for_free(items)
    kept = {"items": items, "intent": params.get("payment_intent_data", {}), "subscription": lasting}
    session = store.create(
        "checkout.session",
        "cs_test_",
        notes=kept,
        due_at=expires_at,
        expires_at=expires_at,
        currency=items[0]["currency"],
        **{"payment_method_collection": "always", **crud.picked(params, *FIELDS)},
    )
    session["url"] = settings.SITE_URL + reverse("sandbox:checkout", args=[session["id"]])
    reckoning.reckon(session, items, params.get("discounts", []))
    return session


def open_setup(params: dict) -> dict:
    """A session that only saves a card for later."""
    data = params.get("setup_intent_data") or {}
    setup = setup_intents.new_setup(params["customer"], data.get("metadata", {}))
    expires_at = expiry(params)
    session = store.create(
        "checkout.session",
        "cs_test_",
        notes={"items": [], "setup": setup["id"]},
        due_at=expires_at,
        expires_at=expires_at,
        currency=params.get("currency"),
        setup_intent=setup["id"],
        payment_status="no_payment_required",
        **crud.picked(params, *FIELDS),
    )
    session["url"] = settings.SITE_URL + reverse("sandbox:checkout", args=[session["id"]])
    return store.save(session)


@route("POST", PATH + "/{id}")
def change(call: Call) -> dict:
    """Set the metadata; Stripe tells nobody."""
    session = store.get("checkout.session", call.id, is_locked=True)
    session["metadata"] = crud.merge(session["metadata"], call.params.get("metadata", {}))
    return store.save(session)


@route("POST", PATH + "/{id}/expire")
def expire(call: Call) -> dict:
    """Close an open session, so that nobody pays on it any more."""
    session = store.get("checkout.session", call.id, is_locked=True)
    if session["status"] != "open":
        raise Refused('Only Checkout Sessions with a status in ["open"] can be expired.', param="session")
    return checkout.expire(session)


@route("GET", PATH + "/{id}/line_items")
def line_items(call: Call) -> dict:
    """What is being bought."""
    session = store.get("checkout.session", call.id)
    items = store.notes(session["id"])["items"]
    after = call.params.get("starting_after")
    start = next((place + 1 for place, item in enumerate(items) if item["id"] == after), 0)
    end = start + listing.limit_of(call.params)
    return listing.sublist(items[start:end], call.path, end < len(items))


@includes("checkout.session", "line_items")
def included_items(session: dict) -> dict:
    """The first ten items, as in an expanded session."""
    items = store.notes(session["id"])["items"]
    return listing.sublist(items[:10], f"{PATH}/{session['id']}/line_items", len(items) > 10)


@includes("checkout.session", "total_details.breakdown")
def breakdown(session: dict) -> dict:
    """What was taken off, by discount; the sandbox reckons no taxes."""
    off = session["total_details"]["amount_discount"]
    found = [
        {"amount": off, "discount": discount_of(session, applied)} for applied in session["discounts"] or []
    ]
    return {"discounts": found, "taxes": []}


@includes("item", "discounts")
def item_discounts(item: dict) -> list:
    """Discounts of one line: the sandbox knows them for the whole session only."""
    return []


def discount_of(session: dict, applied: dict) -> dict:
    """A coupon as it was applied to a session."""
    code = applied["promotion_code"]
    coupon = store.get("promotion_code", code)["promotion"]["coupon"] if code else applied["coupon"]
    return store.skeleton(
        "discount",
        id="di_" + session["id"][-24:],
        checkout_session=session["id"],
        promotion_code=code,
        source={"type": "coupon", "coupon": coupon},
        start=session["created"],
    )


@clock.when_due("checkout.session")
def ripen(session: dict, notes: dict) -> None:
    """An open session expires; a bank's answer comes in."""
    if session["status"] == "open":
        checkout.expire(session)
    elif session["payment_status"] == "unpaid":
        checkout.hear_from_bank(session)


def check(params: dict) -> None:
    """Refuse what is missing, what is malformed, and what the sandbox cannot do."""
    refuse_unbuilt(params, *NOT_YET)
    refuse_unbuilt(params.get("payment_intent_data") or {}, *payment_intents.NOT_YET)
    refuse_unbuilt(params.get("automatic_tax") or {}, "enabled")
    for name in ("success_url", "customer" if params["mode"] == "setup" else "line_items"):
        if not params.get(name):
            raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
    for name in ("success_url", "cancel_url"):
        if not params.get(name, "https://").startswith(("http://", "https://")):
            raise Refused("Not a valid URL", param=name, code="url_invalid")
    check_exclusive(params, "customer", "customer_email")
    check_exclusive(params, "discounts", "allow_promotion_codes")
    if params.get("customer"):
        store.get("customer", params["customer"], param="customer")


def check_mode(params: dict, items: list[dict]) -> None:
    """Refuse a mode that the prices do not fit."""
    lasting = [item["price"] for item in items if item["price"]["recurring"]]
    if params["mode"] == "payment":
        if lasting:
            raise Refused("You specified `payment` mode but passed a recurring price.", param="line_items")
        for name in ("subscription_data", "payment_method_collection"):
            if params.get(name):
                raise Refused(f"You can not pass `{name}` in `payment` mode.", param=name)
        return
    if not lasting:
        raise Refused(
            "You must provide at least one recurring price in `subscription` mode.", param="line_items"
        )
    refuse_unbuilt(params, "discounts", "allow_promotion_codes")
    refuse_beyond(params.get("subscription_data") or {}, LASTING)
    trials.check_for_checkout(params.get("subscription_data") or {})
    if sum(price["unit_amount"] for price in lasting) < payment_intents.SMALLEST:
        raise Refused("The sandbox has no subscriptions below 50 cents yet.", param="line_items")


def check_exclusive(params: dict, one: str, other: str) -> None:
    """Refuse two parameters that exclude each other."""
    if params.get(one) and params.get(other):
        raise Refused(f"You may only specify one of these parameters: {one}, {other}.", param=one)


def expiry(params: dict) -> int:
    """When the session ends, in unix time: 24 hours from now unless told, at least 30 minutes."""
    now = clock.now()
    expires_at = params.get("expires_at", now + LONGEST)
    if not now + SHORTEST - 1 <= expires_at <= now + LONGEST:
        raise Refused(
            "The `expires_at` timestamp must be 30 minutes to 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return expires_at

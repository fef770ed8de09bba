"""`/v1/promotion_codes`: words that a buyer can type to get a coupon."""

from sandbox import clock, crud, events, store
from sandbox.errors import Refused
from sandbox.routes import Call, route

PATH = "/v1/promotion_codes"
FIELDS = ("active", "customer", "expires_at", "max_redemptions", "metadata")

crud.serve_reading("promotion_code", PATH)
crud.serve_changing("promotion_code", PATH)


@route("POST", PATH)
def create(call: Call) -> dict:
    """Make a code for a coupon; made up if none is given."""
    coupon = store.get("coupon", call.params["promotion"].get("coupon", ""), param="promotion[coupon]")
    code = call.params.get("code") or store.new_id("")[:8].upper()
    if usable(code):
        raise Refused("An active promotion code with this code already exists.", param="code")
    body = store.create(
        "promotion_code",
        "promo_",
        code=code,
        promotion={"type": "coupon", "coupon": coupon["id"]},
        **crud.picked(call.params, *FIELDS),
    )
    events.emit("promotion_code.created", body)
    return body


def usable(code: str) -> dict | None:
    """The promotion code that reads `code`, in any case; None if it is unknown, used up or too late."""
    rows = store.objects("promotion_code").filter(body__active=True, body__code__iexact=code.strip())
    found = rows.first()
    return found.body if found and is_valid(found.body) else None


def is_valid(promotion: dict) -> bool:
    """Whether a code can still be redeemed."""
    is_early = not promotion["expires_at"] or promotion["expires_at"] > clock.now()
    is_left = not promotion["max_redemptions"] or promotion["times_redeemed"] < promotion["max_redemptions"]
    return is_early and is_left

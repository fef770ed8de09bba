"""What the demo's buyers are promised and allowed, and which store sells under which policies."""

from accounts.models import Seller
from home.demo.goods import words
from products.models import Policy, Storefront


def put_down() -> None:
    """Write the policies that are missing, each with its first wording."""
    for told in words("policies")["policy"]:
        seller = _seller(told.get("seller", ""))
        if not Policy.objects.filter(name=told["name"], seller=seller).exists():
            Policy(**{**told, "seller": seller}).put_down()


def of(store: Storefront) -> dict[str, Policy]:
    """The fields `refund_policy` and `licence` of whatever this store sells."""
    told = next(told for told in words("policies")["under"] if _seller(told["seller"]) == store.seller)
    named = Policy.objects.offered_to([store.seller_id])
    return {
        "refund_policy": named.refunds().get(name=told["refunds"]),
        "licence": named.licences().get(name=told["licence"]),
    }


def _seller(name: str) -> Seller | None:
    return Seller.objects.filter(owner__email=f"{name}@stoa.example").first() if name else None

"""Coupons to test with."""

from orders.models import Coupon


def make_coupon(code="SPRING", *, seller=None, **more):
    """A coupon of the shop, or of a seller; 20 % unless `amount` or `basis_points` says otherwise."""
    if "amount" not in more:
        more.setdefault("basis_points", 2000)
    return Coupon.objects.create(code=code, seller=seller, **more)

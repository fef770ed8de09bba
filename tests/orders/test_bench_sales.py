"""The bench's orders are orders: the books add up over them."""

from orders import audit, reports
from orders.models import Item, Order, Posting
from products.models import Entitlement
from tests.bench.sales import fill_orders


def test_many_orders_from_one_add_up(till, bob, offer):
    first = till.sell(bob, offer)

    fill_orders(first, 25)
    again = till.sell(bob, offer)

    assert (Order.objects.count(), Item.objects.count(), Entitlement.objects.count()) == (26, 26, 26)
    assert again.state == "paid"
    assert list(audit.problems()) == []
    (row,) = reports.totals(reports.traded())
    assert (row["sold"], row["gross"], -Posting.objects.filter(account="fee").balance()["EUR"]) == (
        26,
        26 * 2900,
        row["fee"],
    )
    assert {order.country for order in Order.objects.all()} == {"DE", "AT", "FR", "NL"}

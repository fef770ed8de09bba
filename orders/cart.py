"""The cart: offers of any seller, kept in the session; amounts in it are only what the buyer saw."""

from django.http import HttpRequest

from orders.models import LeftCart
from orders.pricing import Wish

KEY = "cart"
MOST = 20


class Cart:
    """Read and change the visitor's cart. A visitor without one has no session."""

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session
        self.person = getattr(request, "user", None)
        self.rows: list[dict] = list(request.session.get(KEY, []))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def wishes(self) -> list[Wish]:
        who = getattr(self.person, "pk", None)
        return [
            Wish(
                row["offer"],
                row.get("chosen"),
                row.get("seen"),
                row.get("title", ""),
                right=row.get("right"),
                holder=who,
            )
            for row in self.rows
        ]

    def add(self, wish: Wish) -> bool:
        """Put an offer in, once; the last amount counts. False when the cart is full."""
        row = {"offer": wish.offer_id, "chosen": wish.chosen, "seen": wish.seen, "title": wish.title}
        if wish.right:
            row["right"] = wish.right
        others = [kept for kept in self.rows if kept["offer"] != wish.offer_id]
        if len(others) >= MOST:
            return False
        if len(others) == len(self.rows):
            self._keep([*self.rows, row])
        else:
            self._keep([row if kept["offer"] == wish.offer_id else kept for kept in self.rows])
        return True

    def remove(self, offer_id: int) -> None:
        self._keep([row for row in self.rows if row["offer"] != offer_id])

    def clear(self) -> None:
        self._keep([])

    def see(self, prices: dict[int, int]) -> None:
        """Remember the prices just shown: {offer id: minor units}; what is not named is dropped."""
        self._keep([{**row, "seen": prices[row["offer"]]} for row in self.rows if row["offer"] in prices])

    def _keep(self, rows: list[dict]) -> None:
        if rows == self.rows:
            return
        self.rows = rows
        self.session[KEY] = rows
        if self.person is not None and self.person.is_authenticated:
            # Whoever leaves an upgrade has what they bought: there is nothing to be reminded of.
            left = [row for row in rows if not row.get("right")]
            LeftCart.keep(self.person, self.person.email, left)

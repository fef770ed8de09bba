"""The cart: offers of any seller, kept in the session; amounts in it are only what the buyer saw."""

from django.http import HttpRequest

from orders.pricing import Wish

KEY = "cart"
MOST = 20


class Cart:
    """Read and change the visitor's cart. A visitor without one has no session."""

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session
        self.rows: list[dict] = list(request.session.get(KEY, []))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def wishes(self) -> list[Wish]:
        return [Wish(row["offer"], row.get("chosen"), row.get("seen")) for row in self.rows]

    def add(self, wish: Wish) -> None:
        """Put an offer in; an offer stands in the cart once, the last amount counts. Silent beyond 20."""
        kept = [row for row in self.rows if row["offer"] != wish.offer_id]
        if len(kept) < MOST:
            kept.append({"offer": wish.offer_id, "chosen": wish.chosen, "seen": wish.seen})
        self._keep(kept)

    def remove(self, offer_id: int) -> None:
        self._keep([row for row in self.rows if row["offer"] != offer_id])

    def clear(self) -> None:
        self._keep([])

    def see(self, prices: dict[int, int]) -> None:
        """Remember the prices just shown: {offer id: minor units}; what is not named is dropped."""
        self._keep([{**row, "seen": prices[row["offer"]]} for row in self.rows if row["offer"] in prices])

    def _keep(self, rows: list[dict]) -> None:
        self.rows = rows
        self.session[KEY] = rows

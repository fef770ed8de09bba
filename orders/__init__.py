"""Money: carts, orders, the ledger, refunds. The only place that knows Stripe."""

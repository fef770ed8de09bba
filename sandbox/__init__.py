"""A Stripe on your machine: the real SDK talks to it, it keeps state, sends signed webhooks and shows a checkout page."""

"""A Stripe on your machine: it answers the SDK, keeps state, sends signed webhooks, shows a checkout."""

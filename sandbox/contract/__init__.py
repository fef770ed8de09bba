"""What the installed Stripe SDK says about every request and response, read from its own type annotations."""

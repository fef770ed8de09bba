"""What can be had: storefronts, listings, offers, and the entitlements people hold. Knows nothing of money paid."""

"""What can be had: storefronts, listings, offers, and the entitlements people hold. Never money paid."""

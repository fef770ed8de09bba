"""English, as the shop writes it."""

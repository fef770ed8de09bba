"""How dates are written, per language, where the shop differs from Django."""

"""Measurements, printed side by side in one run: `make bench`. Not timed tests: machines are noisy."""

"""The back-office of money in the Wagtail admin."""

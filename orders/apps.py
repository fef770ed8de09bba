"""Money as a Django app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, ledger and Stripe."""

    name = "orders"
    verbose_name = "Orders"

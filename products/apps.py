"""What can be had, as a Django app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Storefronts, listings, offers and entitlements."""

    name = "products"
    verbose_name = "Products"

    def ready(self) -> None:
        from products import cards

        cards.follow_publishing()

"""What can be had, as a Django app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Storefronts, listings, offers and entitlements."""

    name = "products"
    verbose_name = "Products"

    def ready(self) -> None:
        from products import followers
        from products.admin.listing_form import ListingForm
        from products.models import Listing

        followers.follow_publishing()
        # Models cannot know the doors above them, so the editor's form is handed in from here.
        Listing.base_form_class = ListingForm

"""What can be had, as a Django app; and Wagtail's pictures, with the rights that teams have over theirs."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from wagtail.images.apps import WagtailImagesAppConfig


class ProductsConfig(AppConfig):
    """Storefronts, listings, offers and entitlements."""

    name = "products"
    verbose_name = "Products"
    default = True

    def ready(self) -> None:
        from products import followers, wishing
        from products.admin.listing_form import ListingForm
        from products.models import Listing

        followers.follow_publishing()
        user_logged_in.connect(wishing.at_sign_in, dispatch_uid="wishes.sign_in")
        # Models cannot know the doors above them, so the editor's form is handed in from here.
        Listing.base_form_class = ListingForm


class PicturesConfig(WagtailImagesAppConfig):
    """Registers the shop's policies after Wagtail's own, which would else replace them."""

    def ready(self) -> None:
        super().ready()
        from products import rights

        rights.register()

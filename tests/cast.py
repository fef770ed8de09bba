"""People and things to test with: alice sells, and what she sells."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from products.kinds.download.models import Download, DownloadFile
from products.models import Offer, Storefront
from products.storefronts import open_store

STORE = "Alice's Fonts"
LISTING = "Aster Serif"


def person(email, *groups):
    """A user with a password and a verified address."""
    user = get_user_model().objects.create_user(email, "correct horse battery")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def _found_or(email, *groups):
    return get_user_model().objects.filter(email=email).first() or person(email, *groups)


def alice_herself():
    """Alice, who may be here already; so may the others."""
    return _found_or("alice@example.com")


def bob_himself():
    return _found_or("bob@example.com", "buyer")


def carol_herself():
    return _found_or("carol@example.com")


def alices_store(alice):
    """Alice's store, open to the public, which may be here already."""
    if not Storefront.objects.filter(title=STORE).exists():
        open_store(alice, STORE, "DE").save_revision().publish()
    return Storefront.objects.get(title=STORE)


def alices_listing(store):
    """A live download with one file at 29.00 EUR, which may be here already; its bytes are."""
    listing = Download.objects.filter(title=LISTING).first() or publish_download(store, LISTING, 2900)
    file = listing.files.get().file
    if not file.storage.exists(file.name):
        file.storage.save(file.name, ContentFile(b"otf bytes"))
    return listing


def publish_download(store, title, price, **offer):
    """Put a download with one file on sale. `price` is in minor units."""
    page = store.add_child(
        instance=Download(title=title, summary="A warm serif for long reading, in two weights.")
    )
    Offer.objects.create(listing=page, name="Personal licence", price=price, **offer)
    DownloadFile.objects.create(
        listing=page, file=ContentFile(b"otf bytes", "aster.otf"), name="aster.otf", size=9
    )
    page.refresh_from_db()
    Download.objects.get(pk=page.pk).save_revision().publish()
    return Download.objects.get(pk=page.pk)

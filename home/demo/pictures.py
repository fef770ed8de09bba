"""Drawn pictures, kept as the seller's own images."""

from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.text import slugify
from wagtail.images.models import Image

from home.demo.art import draw
from products.models import Storefront


def keep(store: Storefront, title: str, motif: str, seed: int, hue: str = "") -> Image:
    """Draw a motif and put it into the store's collection; the one that is there when asked twice."""
    collection = store.seller.collection
    known = Image.objects.filter(collection=collection, title=title).first()
    if known:
        return known
    drawn = BytesIO()
    draw(motif, hue, seed).save(drawn, "JPEG", quality=92, subsampling=0)
    file = ImageFile(drawn, f"{slugify(title)}.jpg")
    image = Image(title=title, file=file, collection=collection, uploaded_by_user=store.owner)
    image.save()
    return image

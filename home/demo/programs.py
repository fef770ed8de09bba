"""The demo's software: programs with releases, and the devices on which their buyers run them."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from home.demo import people, pictures, policies
from home.demo.days import days_ago
from home.demo.goods import Good, words
from home.demo.publishing import body_of
from products import card_pictures
from products.kinds.software import activating
from products.kinds.software.models import Licence, Release, ReleaseFile, Software
from products.models import Category, Offer, Storefront


def publish_all() -> None:
    """Make the programs that are missing; each release on its day."""
    for told in words("programs")["program"]:
        if not Software.objects.filter(slug=told["slug"]).exists():
            with transaction.atomic():
                _publish(dict(told))
            card_pictures.make(Software.objects.get(slug=told["slug"]).pk)


def use() -> None:
    """Activate the devices of those who bought; those that an earlier run has made stay as they are."""
    for told in words("programs")["device"]:
        held = Licence.objects.filter(
            listing__slug=told["program"], holder=people.find(told["holder"])
        ).first()
        if held and held.key_hash:
            with days_ago(told["days"]):
                activating.activate(
                    held.pk,
                    activating.fingerprint_of(told["name"]),
                    told["name"],
                    told["platform"],
                    told["version"],
                )


def _publish(told: dict[str, Any]) -> None:
    store = Storefront.objects.get(seller__owner=people.find(told.pop("store")))
    shelf, art, seed, days = (told.pop(name) for name in ("shelf", "art", "seed", "days"))
    offers, rows = told.pop("offers"), told.pop("releases")
    good = Good(
        slug=told["slug"], title=told["title"], shelf=shelf, text=told.pop("text"), gets=told.pop("gets")
    )
    with days_ago(days):
        page = Software(**told, **policies.of(store), body=list(body_of(good)), owner=store.owner, live=False)
        page.cover = pictures.keep(store, f"{page.title}, cover", art, seed)
        store.add_child(instance=page)
        page.categories.add(Category.objects.get(slug=shelf))
        page.offers = [Offer(sort_order=order, **offer) for order, offer in enumerate(offers)]
        page.save()
        page.save_revision(user=store.owner)
    for row in rows:
        with days_ago(row.pop("days")):
            draft = Software.objects.get(pk=page.pk).get_latest_revision_as_object()
            draft.releases.add(_release(page.slug, **row))
            draft.save_revision(user=store.owner).publish()


def _release(
    slug: str, version: str, notes: list[str], files: dict[str, str], channel: str = "stable"
) -> Release:
    """A release with an archive for each platform: {platform: what it needs}."""
    rows = [_file(f"{slug}-{version}-{platform}.zip", platform, least) for platform, least in files.items()]
    return Release(version=version, notes="\n".join(notes), files=rows, channel=channel)


def _file(name: str, platform: str, least: str) -> ReleaseFile:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("READ ME.txt", f"{name}\nThis is a demo: there is no program in it.\n")
    content = packed.getvalue()
    row = ReleaseFile(platform=platform, minimum_os=least, name=name, size=len(content))
    row.sha256, row.media_type = hashlib.sha256(content).hexdigest(), "application/zip"
    row.file.save(name, ContentFile(content), save=False)
    return row

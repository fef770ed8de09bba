"""A program on sale, licences of it, and how a buyer's program asks."""

import json

from django.core.files.base import ContentFile
from django.urls import reverse

from products import delivery
from products.kinds.software.models import Licence, Release, ReleaseFile, Software
from products.models import Offer

TITLE = "Tidewater"
FACTS = ("validate", "activate", "deactivate", "heartbeat", "latest", "signed_file")


def installer(platform="any", name="tidewater.zip", content=b"PK\x03\x04 a program"):
    """One file of a release, not saved yet."""
    row = ReleaseFile(platform=platform, name=name, size=len(content), sha256="ab" * 32)
    row.file.save(name, ContentFile(content), save=False)
    return row


def release(version="1.0.0", *platforms, **said):
    """One release with a file for each platform, not saved yet."""
    files = [installer(platform) for platform in platforms or ("any",)]
    return Release(version=version, files=files, **said)


def publish_program(store, *releases, offers=(), **said):
    """Put a program on sale, three devices for 39.00 EUR unless `offers` say otherwise."""
    facts = {"summary": "Keeps the tides of every harbour on your own computer, offline."}
    page = Software(**{"title": TITLE, "live": False, **facts, **said})
    page.offers = list(offers) or [Offer(name="Personal", price=3900, quota=3)]
    page.releases = list(releases) or [release(notes="- Tides of the North Sea.")]
    store.add_child(instance=page)
    page.save_revision().publish()
    return Software.objects.get(pk=page.pk)


def licence_of(person, program):
    """What the person has after taking the program's first offer."""
    held = delivery.grant(person, program.offers.first())
    delivery.deliver(held.pk)
    return Licence.objects.get(pk=held.pk)


def edit(program, change):
    """Change the draft and publish it, as after a review."""
    draft = Software.objects.get(pk=program.pk).get_latest_revision_as_object()
    change(draft)
    draft.save_revision().publish()
    return Software.objects.get(pk=program.pk)


def ask(client, what, program, key, **said):
    """A program's question: (status, answer)."""
    body = {"product": program.pk, "key": key, **said}
    return post(client, what, json.dumps(body))


def post(client, what, body, content_type="application/json"):
    """Any body: (status, answer)."""
    answer = client.post(reverse(f"licence_{what}"), body, content_type=content_type)
    return answer.status_code, answer.json()

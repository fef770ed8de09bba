"""Feeds of releases: the changelog for everybody, and for programs of licence holders what they may install.

A holder's feed has an address of its own, signed over the licence: it ends with the licence and with its key.
"""

import re
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc2822_date
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from products.kinds.software import answers
from products.kinds.software.api import bytes_of
from products.kinds.software.licence import FEED, Licence
from products.kinds.software.releases import Release, ReleaseFile, newest_first
from products.models.card import Card

SPARKLE = "http://www.andymatuschak.org/xml-namespaces/sparkle"
NEWEST = 50  # the newest releases


@require_safe
def changelog(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed in a listing on sale, as an Atom feed for everybody."""
    card: Card = get_object_or_404(Card.objects.public(), pk=pk, kind="software")
    found = newest_first(Release.objects.on_sale().filter(listing=pk))
    address = settings.SITE_URL + card.url
    title = _("Releases of %(title)s") % {"title": card.title}
    feed = Atom1Feed(title=title, link=address, description=card.summary)
    for release in found[:NEWEST]:
        feed.add_item(
            title=f"{card.title} {release.version}",
            link=f"{address}#release-{release.pk}",
            description=notes_of(release),
            unique_id=f"{address}#release-{release.pk}",
            pubdate=release.approved_at,
            updateddate=release.approved_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
@never_cache
def appcast(request: HttpRequest, token: str, channel: str) -> HttpResponse:
    """What Sparkle and WinSparkle read: https://sparkle-project.org/documentation/publishing/."""
    licence = _licence(token)
    ElementTree.register_namespace("sparkle", SPARKLE)
    root = ElementTree.Element("rss", {"version": "2.0"})
    into = ElementTree.SubElement(root, "channel")
    ElementTree.SubElement(into, "title").text = licence.listing.title
    for release in _releases(licence, channel):
        for file in release.files.all():
            _add_item(into, release, file, _address(token, file))
    said = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(said, content_type="application/xml; charset=utf-8")


@require_safe
@never_cache
def updates(request: HttpRequest, token: str, channel: str) -> JsonResponse:
    """The same as plain JSON."""
    licence = _licence(token)
    found = [
        answers.of_release(
            release, [answers.of_file(file, _address(token, file)) for file in release.files.all()]
        )
        for release in _releases(licence, channel)
    ]
    return JsonResponse({"product": licence.listing_id, "channel": channel, "releases": found})


@require_safe
@never_cache
def fetch(request: HttpRequest, token: str, file_pk: int) -> HttpResponseBase:
    """A file that a feed names, while the licence is in force."""
    pk, mark = _read(token)
    return bytes_of(request, pk, mark, file_pk)


def notes_of(release: Release) -> str:
    """The changes as a list in HTML."""
    lines = format_html_join("", "<li>{}</li>", ((change,) for change in release.changes))
    return f"<ul>{lines}</ul>" if lines else ""


def _read(token: str) -> Any:
    try:
        return signing.loads(token, salt=FEED)
    except signing.BadSignature as error:
        raise Http404 from error


def _licence(token: str) -> Licence:
    pk, mark = _read(token)
    held = Licence.objects.non_polymorphic().select_related("listing")
    licence = get_object_or_404(held, pk=pk, mark=mark)
    if not licence.is_running:
        raise Http404
    return licence


def _releases(licence: Licence, channel: str) -> list[Release]:
    """Of a channel; beta has the stable ones, too."""
    if channel not in Release.Channel.values:
        raise Http404
    found = [one for one in licence.versions() if channel in (one.channel, Release.Channel.BETA)]
    return found[:NEWEST]


def _address(token: str, file: ReleaseFile) -> str:
    return settings.SITE_URL + reverse("software_feed_file", args=[token, file.pk])


def _add_item(into: Any, release: Release, file: ReleaseFile, url: str) -> None:
    item = ElementTree.SubElement(into, "item")
    ElementTree.SubElement(item, "title").text = release.version
    ElementTree.SubElement(item, "pubDate").text = rfc2822_date(release.approved_at or timezone.now())
    ElementTree.SubElement(item, "description").text = notes_of(release)
    ElementTree.SubElement(item, f"{{{SPARKLE}}}version").text = release.version
    ElementTree.SubElement(item, f"{{{SPARKLE}}}shortVersionString").text = release.version
    if release.channel != Release.Channel.STABLE:
        ElementTree.SubElement(item, f"{{{SPARKLE}}}channel").text = release.channel
    least = re.search(r"\d+(?:\.\d+)*", file.minimum_os)
    if least:
        ElementTree.SubElement(item, f"{{{SPARKLE}}}minimumSystemVersion").text = least[0]
    facts = {"url": url, "length": str(file.size), "type": "application/octet-stream"}
    if file.platform != ReleaseFile.Platform.ANY:
        facts[f"{{{SPARKLE}}}os"] = file.platform
    if file.signature:
        facts[f"{{{SPARKLE}}}edSignature"] = file.signature
    ElementTree.SubElement(item, "enclosure", facts)

"""How a draft looks in search results and as a shared link, read from the head of the page itself."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

LONGEST_TITLE, LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION = 60, 160, 50
SHARED = "shared"  # the name of the preview mode


class Head(HTMLParser):
    """The title and the metadata of a page: `title`, and `facts` by the name or the property of the tag."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.facts: dict[str, str] = {}
        self._is_inside_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._is_inside_title = tag == "title" and not self.title
        name = said.get("name") or said.get("property")
        if tag == "meta" and name:
            self.facts[name] = said.get("content") or ""

    def handle_data(self, data: str) -> None:
        if self._is_inside_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._is_inside_title = False


def head_of(page: str) -> dict[str, str]:
    """{title, shared_title, description, image, image_alt, site_name, address} of an HTML page."""
    read = Head()
    read.feed(page.split("</head>", 1)[0])
    facts = read.facts
    return {
        "title": read.title.strip(),
        "shared_title": facts.get("og:title") or read.title.strip(),
        "description": facts.get("description", ""),
        "image": facts.get("og:image", ""),
        "image_alt": facts.get("og:image:alt", ""),
        "site_name": facts.get("og:site_name", ""),
        "address": facts.get("og:url", ""),
    }


def advice(head: dict[str, str]) -> list[str]:
    """What would make it more inviting; empty when there is nothing to say."""
    found = []
    if len(head["title"]) > LONGEST_TITLE:
        found.append(_("The headline is long: search engines cut it after about 60 letters."))
    if not head["description"]:
        found.append(_("There is no description: search engines pick any words from the page."))
    elif len(head["description"]) > LONGEST_DESCRIPTION:
        found.append(_("The description is long: search engines cut it after about 160 letters."))
    elif len(head["description"]) < SHORTEST_DESCRIPTION:
        found.append(_("The description is short: there is room for about 160 letters."))
    if not head["image"]:
        found.append(_("There is no picture: a shared link shows words alone."))
    return found


def shared_preview(request: HttpRequest, shown: HttpResponse) -> HttpResponse:
    """The preview made from the page as it was shown."""
    if hasattr(shown, "render") and not getattr(shown, "is_rendered", True):
        shown.render()
    head = head_of(shown.content.decode())
    address = urlsplit(head["address"])
    steps = [step for step in address.path.split("/") if step]
    context: dict[str, Any] = {"head": head, "host": address.netloc, "steps": steps, "advice": advice(head)}
    return render(request, "cms/shared_preview.html", context)

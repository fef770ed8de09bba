"""What the listing editor posts, and people at their places in the admin."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from products import first_reading

SUMMARY = "A warm serif for long reading, in four weights with italics."


def at_desk(person: Any) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(person)
    return client


def picture(store: Any, title: str = "cover") -> Any:
    """An image in the store's own collection."""
    file = get_test_image_file(filename=f"{title}.png", size=(640, 360))
    return get_image_model().objects.create(title=title, file=file, collection=store.seller.collection)


def offer(name: str = "Personal licence", price: str = "29.00", **fields: Any) -> dict[str, Any]:
    """One row of the offers."""
    return {
        "name": name,
        "price": price,
        "compare_at": "",
        "minimum": "",
        "quota": "",
        "stock": "",
        "interval": "once",
        "is_active": "on",
        **fields,
    }


def file_row(upload: Any = None, kept: str = "", **fields: Any) -> dict[str, Any]:
    """One row of the files."""
    row = {"name": "", "version": "1.0", "file-kept": kept, **fields}
    return {**row, "file": upload} if upload else row


def posted(page: Any = None, offers: Any = None, files: Any = None, **fields: Any) -> dict[str, Any]:
    """The editor's fields, complete apart from cover and files."""
    offers = [offer()] if offers is None else offers
    files = files or []
    return nested_form_data(
        {
            "title": "Aster Serif",
            "slug": "aster-serif",
            "summary": SUMMARY,
            "cover": "",
            "cover_alt": "Letters",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "tags": "",
            "body": streamfield([("text", rich_text("<p>Drawn for long reading.</p>"))]),
            "gallery": inline_formset([]),
            "comments": inline_formset([]),
            "offers": inline_formset(offers, initial=sum("id" in row for row in offers)),
            "files": inline_formset(files, initial=sum("id" in row for row in files)),
            **fields,
        }
    )


def add_url(store: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["products", "download", store.pk])


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def read_first() -> None:
    """What a worker does after commit: the machine reads what was submitted."""
    for pk in list(first_reading.waiting().values_list("pk", flat=True)):
        first_reading.decide(pk)

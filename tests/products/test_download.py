"""Fetching what one bought: counted exactly, resumable, for nobody else, never run by a browser."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from products import delivery
from products.kinds.download.models import DownloadEvent, DownloadPass
from products.models import Unavailable
from tests.conftest import publish_download
from tests.products.editing import at_desk


@pytest.fixture
def held(bob, store, django_capture_on_commit_callbacks) -> DownloadPass:
    listing = publish_download(store, "Aster Serif", 2900, quota=2)
    with django_capture_on_commit_callbacks(execute=True):
        held = delivery.grant(bob, listing.offers.get())
    return DownloadPass.objects.get(pk=held.pk)


def fetch(client, held):
    return client.post(reverse("download_file", args=[held.pk, held.files().get().pk]))


def count(held):
    return DownloadPass.objects.get(pk=held.pk).downloads


def test_the_bytes_come_as_an_attachment_that_no_browser_runs(bob, held):
    client = at_desk(bob)

    answer = client.get(fetch(client, held)["Location"])

    assert b"".join(answer.streaming_content) == b"otf bytes"
    assert answer["Content-Disposition"] == 'attachment; filename="aster.otf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-2", 206, b"otf", "bytes 0-2/9"),
        ("bytes=4-", 206, b"bytes", "bytes 4-8/9"),
        ("bytes=-5", 206, b"bytes", "bytes 4-8/9"),
        ("bytes=4-100", 206, b"bytes", "bytes 4-8/9"),
        ("bytes=9-", 416, b"", "bytes */9"),
        ("bytes=5-4", 416, b"", "bytes */9"),
        ("bytes=-0", 416, b"", "bytes */9"),
        ("bytes=0-1,3-4", 200, b"otf bytes", None),
        ("lines=0-1", 200, b"otf bytes", None),
        ("bytes=-", 200, b"otf bytes", None),
    ],
)
def test_a_broken_download_is_resumed_without_counting_again(bob, held, asked, status, content, said):
    client = at_desk(bob)
    link = fetch(client, held)["Location"]

    answer = client.get(link, headers={"range": asked})

    assert answer.status_code == status
    assert answer.getvalue() == content
    assert answer.get("Content-Range") == said
    assert count(held) == 1


def test_a_file_that_changed_since_is_sent_whole(bob, held):
    client = at_desk(bob)
    link = fetch(client, held)["Location"]

    answer = client.get(link, headers={"range": "bytes=4-", "if-range": '"another"'})

    assert (answer.status_code, answer.getvalue()) == (200, b"otf bytes")


def test_downloads_end_at_the_limit_with_a_page_that_says_so(bob, held):
    client = at_desk(bob)
    assert [fetch(client, held).status_code for _ in range(3)] == [302, 302, 410]

    assert count(held) == 2
    assert DownloadEvent.objects.filter(holder_pass=held).count() == 2
    assert "All downloads are used." in client.get(reverse("library_item", args=[held.pk])).content.decode()


def test_counting_takes_the_last_one_once(held):
    DownloadPass.objects.update(downloads=1)
    file = held.files().get()
    held.count(file)

    with pytest.raises(Unavailable):
        held.count(file)
    assert count(held) == 2


def test_looking_does_not_count(bob, held):
    address = reverse("download_file", args=[held.pk, held.files().get().pk])

    assert at_desk(bob).get(address).status_code == 405
    assert count(held) == 0


def test_nobody_else_fetches_or_follows_the_link(bob, carol, client, held):
    link = fetch(at_desk(bob), held)["Location"]

    assert fetch(at_desk(carol), held).status_code == 404
    assert at_desk(carol).get(link).status_code == 404
    assert client.get(link).status_code == 302
    assert "/accounts/login/" in client.get(link)["Location"]
    assert count(held) == 1


def test_a_link_is_good_for_its_own_file_alone(bob, held):
    other = held.listing.download.files.create(name="b.otf", file=ContentFile(b"secret", "b.otf"))
    other.approved_at = held.activated_at
    other.save()
    client = at_desk(bob)
    first = held.files().order_by("pk").first()
    link = client.post(reverse("download_file", args=[held.pk, first.pk]))["Location"]

    signature = link.rstrip("/").rsplit("/", 1)[-1]
    forged = reverse("download_signed", args=[held.pk, other.pk, signature])

    assert client.get(forged).status_code == 404
    assert client.get(link.replace(signature, signature[:-1] + "x")).status_code == 404


def test_a_link_expires_kindly(bob, held, settings):
    client = at_desk(bob)
    link = fetch(client, held)["Location"]
    settings.DOWNLOAD_LINK_SECONDS = -1

    answer = client.get(link)

    assert answer.status_code == 410
    assert "This link has expired." in answer.content.decode()


def test_a_refund_ends_the_link_at_once(bob, held):
    client = at_desk(bob)
    link = fetch(client, held)["Location"]
    assert delivery.withdraw(held)

    assert client.get(link).status_code == 410
    assert fetch(client, held).status_code == 410
    assert count(held) == 1


def test_the_web_server_sends_the_file_where_there_is_one(bob, held, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected"
    client = at_desk(bob)

    answer = client.get(fetch(client, held)["Location"])

    assert answer["X-Accel-Redirect"] == f"/protected/{held.files().get().file.name}"
    assert answer.content == b""
    assert answer["Content-Disposition"].startswith("attachment")


def test_paid_files_have_no_address_of_their_own(client, held):
    file = held.files().get().file

    for guess in (
        file.url,
        f"/media/{file.name}",
        f"/media/../private/{file.name}",
        f"/documents/{held.pk}/a.otf",
    ):
        assert client.get(guess).status_code in (400, 404)


def test_the_library_shows_files_versions_and_what_is_left(bob, held):
    page = at_desk(bob).get(reverse("library_item", args=[held.pk])).content.decode()

    assert "aster.otf" in page
    assert "2 downloads of 2 are left." in page
    assert f'action="{reverse("download_file", args=[held.pk, held.files().get().pk])}"' in page


def test_the_buy_box_names_number_size_and_type(held):
    assert held.listing.download.facts() == ["1 file, 9\xa0bytes", "OTF"]


def test_an_address_begins_only_downloads_that_nobody_counts(bob, held, listing):
    free = delivery.grant(bob, listing.offers.get())

    assert [words for words, _id in free.presses()] == [f"Download {free.files().get().name}"]
    assert held.presses() == []

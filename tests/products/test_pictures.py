"""Pictures that sellers upload: refused with a reason when they are none, and shown without their secrets."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from tests.products.editing import at_desk


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def bomb(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return start + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def upload(alice, store, name, content):
    fields = {
        "title": "a",
        "file": SimpleUploadedFile(name, content),
        "collection": store.seller.collection.pk,
        "description": "",
        "tags": "",
        "focal_point_x": "",
        "focal_point_y": "",
        "focal_point_width": "",
        "focal_point_height": "",
    }
    return at_desk(alice).post(reverse("wagtailimages:add"), fields)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gif", b"GIF89a/*\x00\x00*/=1;alert(document.cookie)//" + b"\x00" * 60),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"broken" * 20),
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.png", b""),
        ("a.png", bomb(30_000, 30_000)),
        ("a.html", b"<html>"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(alice, store, name, content):
    answer = upload(alice, store, name, content)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


def test_where_it_was_taken_is_not_told(alice, store, client):
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    Image.new("RGB", (200, 120)).save(drawn, "JPEG", exif=exif)
    assert b"Secret camera" in drawn.getvalue()
    assert upload(alice, store, "a.jpg", drawn.getvalue()).status_code == 302
    image = get_image_model().objects.get()

    shown = image.get_rendition("width-100|format-jpeg")

    with shown.file.open("rb") as file:
        content = file.read()
    assert b"Secret camera" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_originals_are_not_served_and_the_editor_of_a_picture_works(alice, store, client):
    drawn = io.BytesIO()
    Image.new("RGB", (200, 120)).save(drawn, "JPEG")
    upload(alice, store, "a.jpg", drawn.getvalue())
    image = get_image_model().objects.get()

    for address in (image.file.url, f"/media/{image.file.name}"):
        assert client.get(address).status_code == 404
    for name in ("edit", "delete", "image_usage"):
        assert at_desk(alice).get(reverse(f"wagtailimages:{name}", args=[image.pk])).status_code in (200, 302)

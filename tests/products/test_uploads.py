"""What a seller may upload: the right content behind the right name, and nothing that bites."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from products.files.archives import check_zip
from products.files.uploads import clean_name, inspect, with_extension
from products.kinds.download.models import private_name


def archive(*entries, compression=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as file:
        for name, content in entries:
            file.writestr(name, content)
    return packed.getvalue()


def png(width=4, height=4):
    """A real picture, its header then made to promise `width` × `height` pixels."""
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, "PNG")
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return drawn.getvalue()[:12] + head + struct.pack(">I", zlib.crc32(head)) + drawn.getvalue()[33:]


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        inspect(SimpleUploadedFile(name, content))
    return refused.value.messages[0]


def test_an_upload_is_measured():
    content = archive(("a.txt", b"hello"))

    facts = inspect(SimpleUploadedFile("Icons.zip", content))

    assert (facts.name, facts.size, facts.media_type) == ("Icons.zip", len(content), "application/zip")
    assert facts.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.pdf", b"%PDF-1.4 hello"),
        ("book.epub", archive(("mimetype", b"application/epub+zip"), compression=zipfile.ZIP_STORED)),
        ("icon.png", png()),
        ("notes.md", "# Grüße\n".encode()),
        ("font.otf", b"OTTO" + b"\x00" * 40),
        ("loop.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 24),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40),
        ("kit.als", b"\x1f\x8b\x08" + b"\x00" * 40),
    ],
)
def test_what_a_shop_of_downloads_sells_is_accepted(name, content):
    assert inspect(SimpleUploadedFile(name, content)).name == name


@pytest.mark.parametrize(
    "name",
    [
        "page.html",
        "page.htm",
        "icon.svg",
        "run.js",
        "run.exe",
        "run.sh",
        "a.pdf.bat",
        "x.php",
        "noextension",
        ".htaccess",
        "app.dmg",
        "x.xml",
        "x.jar",
    ],
)
def test_pages_scripts_and_programs_are_not_on_the_list(name):
    assert "cannot be sold here" in refusal(name, b"anything")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.pdf", b"<html><script>alert(1)</script>"),
        ("book.txt", b"  <!DOCTYPE html><script>alert(1)</script>"),
        ("data.json", b"<svg onload=alert(1)>"),
        ("icon.png", b"GIF89a" + b"\x00" * 40),
        ("set.zip", b"MZ" + b"\x00" * 100),
        ("notes.txt", b"MZ\x90\x00" + b"\x00" * 100),
        ("notes.md", b"#!/bin/sh\nrm -rf /"),
        ("font.woff2", b"\x7fELF" + b"\x00" * 100),
    ],
)
def test_a_right_name_with_wrong_content_is_refused(name, content):
    assert "its content says otherwise" in refusal(name, content)


def test_empty_and_oversized_files_are_refused(settings):
    settings.MAX_DOWNLOAD_BYTES = 10

    assert refusal("a.txt", b"") == "This file is empty."
    assert "at most" in refusal("a.txt", b"x" * 11)
    assert inspect(SimpleUploadedFile("a.txt", b"x" * 10)).size == 10


def test_a_zip_bomb_is_refused():
    assert "unpacks to far more" in refusal("set.zip", archive(("zeros", b"\x00" * 80 * 1024**2)))


def test_a_bomb_of_nested_archives_is_refused():
    inner = archive(("zeros", b"\x00" * 30 * 1024**2))
    outer = archive(*[(f"{n}.zip", inner) for n in range(4)])

    assert "unpacks to far more" in refusal("set.zip", outer)
    for _level in range(3):
        inner = archive(("next.zip", inner))
    assert "inside archives" in refusal("set.zip", inner)


def test_a_bomb_whose_entries_share_their_bytes_is_refused():
    packed = archive(("a", b"x" * 5000), compression=zipfile.ZIP_STORED)
    middle, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    entry = packed[middle:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, len(entry) * 40, middle, 0)

    assert "unpacks to far more" in refusal("set.zip", packed[:middle] + entry * 40 + tail)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "C:/boot.ini"])
def test_an_archive_that_escapes_its_folder_is_refused(path):
    assert "leads out of its own folder" in refusal("set.zip", archive((path, b"x")))


def test_a_damaged_archive_is_refused():
    whole = archive(("a.txt", b"hello" * 100))

    assert "damaged" in refusal("set.zip", whole[: len(whole) // 2])
    assert check_zip(io.BytesIO(whole), len(whole)) == 500


def test_a_picture_that_promises_absurdly_many_pixels_is_refused():
    assert refusal("wall.png", png(60_000, 60_000)) == "This picture has too many pixels."
    assert "damaged" in refusal("wall.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/pass.txt", "pass.txt"),
        ("C:\\Users\\me\\set.zip", "set.zip"),
        ("invoice\u202etxt.zip", "invoicetxt.zip"),
        ("zero\u200bwidth.zip", "zerowidth.zip"),
        ("line\r\nbreak.zip", "linebreak.zip"),
        ("a\x00b.zip", "ab.zip"),
        ("Ka\u0301fka 🎧.zip", "K\u00e1fka 🎧.zip"),
        ('we"ird<name>.zip', "we-ird-name-.zip"),
        ("x" * 300 + ".zip", "x" * 116 + ".zip"),
        ("...", "file"),
    ],
)
def test_names_are_cleaned_for_showing_and_for_saving(raw, clean):
    assert clean_name(raw) == clean


def test_a_sellers_name_never_changes_what_a_file_is():
    assert with_extension("Handbook.exe", of="book.pdf") == "Handbook.exe.pdf"
    assert with_extension("Handbook.PDF", of="book.pdf") == "Handbook.PDF"


def test_the_stored_name_says_nothing():
    stored = private_name(None, "my secret book.pdf")

    assert "secret" not in stored
    assert stored.startswith("downloads/") and stored.endswith(".pdf")
    assert len(stored) >= 42

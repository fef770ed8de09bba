"""Which types of file may be sold, and what their first bytes must look like.

An allow-list: pages and scripts (html, svg, js, xml) and programs (exe, msi, sh, dmg, jar) are not on it.
Installers are sold by listings of software alone; elsewhere they are packed into an archive.
"""

import filetype

ZIP, PDF, TEXT, ISO = "zip", "pdf", "text", "iso-media"

# Extension: what `sniff` may say of it.
ALLOWED: dict[str, frozenset[str]] = {
    **{name: frozenset({ZIP, name}) for name in ("zip", "epub", "docx", "xlsx", "pptx", "odt", "ods", "odp")},
    **{name: frozenset({ZIP}) for name in ("sketch", "xd", "procreate", "key", "pages", "numbers", "cbz")},
    **{name: frozenset({name}) for name in ("7z", "rar", "tar", "gz", "bz2", "xz", "pdf", "rtf", "blend")},
    **{name: frozenset({name}) for name in ("png", "gif", "webp", "bmp", "psd", "heic", "avif", "ico")},
    **{name: frozenset({name}) for name in ("flac", "ogg", "wav", "aif", "amr", "webm", "mkv", "avi", "flv")},
    **{name: frozenset({name}) for name in ("otf", "ttf", "woff", "woff2")},
    **{name: frozenset({TEXT}) for name in ("txt", "md", "csv", "tsv", "json", "srt", "vtt", "cube", "bib")},
    **{name: frozenset({TEXT}) for name in ("tex", "ics", "yaml", "yml", "toml", "obj", "gcode", "ipynb")},
    **{name: frozenset({ISO, name}) for name in ("mp4", "m4v", "m4a", "m4b", "mov", "3gp")},
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "tif": frozenset({"tif"}),
    "tiff": frozenset({"tif"}),
    "aiff": frozenset({"aif"}),
    "mid": frozenset({"mid"}),
    "midi": frozenset({"mid"}),
    "mp3": frozenset({"mp3"}),
    "aac": frozenset({"aac"}),
    "opus": frozenset({"ogg"}),
    "als": frozenset({"gz"}),
    "tgz": frozenset({"gz"}),
    "ai": frozenset({PDF, "eps"}),
    "eps": frozenset({"eps"}),
    "mobi": frozenset({"mobi"}),
    "azw3": frozenset({"mobi"}),
    "ttc": frozenset({"ttc"}),
    "stl": frozenset({"stl", TEXT}),
    "glb": frozenset({"glb"}),
}
# What only software is sold as; sent as an attachment like the rest, so no browser runs it.
PROGRAMS: dict[str, frozenset[str]] = {
    **{name: frozenset({"program"}) for name in ("exe", "appimage", "run")},
    **{name: frozenset({ZIP}) for name in ("jar", "apk", "whl", "vsix", "nupkg", "xpi", "msix", "ipa")},
    **{name: frozenset({name}) for name in ("msi", "pkg", "deb", "rpm")},
    "dmg": frozenset(),
    "crx": frozenset({"crx"}),
    "vst3": frozenset({ZIP}),
}
DMG_TRAILER = 512  # bytes at the end of a disk image, beginning with "koly"
IMAGES = frozenset({"png", "gif", "webp", "bmp", "jpg", "jpeg", "tif", "tiff", "ico", "avif", "heic"})
OF_ZIP = frozenset(name for name, signs in ALLOWED.items() if ZIP in signs)

_SIGNS = (
    (0, b"%PDF-", PDF),
    (0, b"%!PS", "eps"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"BLENDER", "blend"),
    (0, b"glTF", "glb"),
    (0, b"ttcf", "ttc"),
    (0, b"\x00\x01\x00\x00", "ttf"),
    (0, b"OTTO", "otf"),
    (0, b"MThd", "mid"),
    (0, b"ID3", "mp3"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"#!", "program"),
    (0, b"\xd0\xcf\x11\xe0", "msi"),
    (0, b"xar!", "pkg"),
    (0, b"!<arch>\ndebian", "deb"),
    (0, b"\xed\xab\xee\xdb", "rpm"),
    (0, b"Cr24", "crx"),
    (0, b"FORM", "aif"),
    (60, b"BOOKMOBI", "mobi"),
)
_PAGE_SIGNS = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<iframe", b"<body", b"<head")
_SAME = {"tiff": "tif", "aiff": "aif", "jpeg": "jpg"}


def accepted(kind: str, programs: bool) -> frozenset[str] | None:
    """What the content of a file with this extension may be; None: nothing of that type is sold."""
    return ALLOWED.get(kind) or (PROGRAMS.get(kind) if programs else None)


def sniff(head: bytes) -> str:
    """What the first bytes say: an extension, "text", "page" (something a browser would run), or ""."""
    for at, sign, name in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return name
    if head[4:8] == b"ftyp" and head[8:12] not in (b"avif", b"avis", b"heic", b"mif1"):
        return ISO
    guess = filetype.guess(head)
    if guess:
        return _SAME.get(guess.extension, guess.extension)
    return _sniff_text(head)


def _sniff_text(head: bytes) -> str:
    if any(sign in head[:1024].lower() for sign in _PAGE_SIGNS):
        return "page"
    # A binary STL is 80 free bytes and a count; nothing else that has NULs passes without a sign.
    if b"\x00" in head:
        return "stl" if len(head) >= 84 else ""
    return TEXT

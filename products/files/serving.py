"""Send the bytes of a paid file: as an attachment, resumable, from a place where no script of it can run."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
TYPE = "application/octet-stream"
_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")


def serve(request: HttpRequest, row: Any) -> HttpResponseBase:
    """The bucket's own short-lived address, the web server's file sending, or the bytes themselves."""
    disposition = content_disposition_header(True, row.name) or "attachment"
    if settings.S3_BUCKET:
        answer: HttpResponseBase = HttpResponseRedirect(_bucket_address(row, disposition))
    elif settings.ACCEL_REDIRECT_PREFIX:
        answer = HttpResponse(content_type=TYPE)
        answer["X-Accel-Redirect"] = (
            f"{settings.ACCEL_REDIRECT_PREFIX.rstrip('/')}/{quote(row.file.name or '')}"
        )
    else:
        answer = _stream(request, row)
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _bucket_address(row: Any, disposition: str) -> str:
    said = {"ResponseContentDisposition": disposition, "ResponseContentType": TYPE}
    storage: Any = row.file.storage  # of django-storages, which can sign
    return storage.url(row.file.name, parameters=said, expire=settings.DOWNLOAD_LINK_SECONDS)


def _stream(request: HttpRequest, row: Any) -> HttpResponseBase:
    """The whole file, or the one range asked for; 416 when that lies outside of it."""
    size, etag = row.file.size, f'"{row.sha256 or row.pk}"'
    wanted = asked_range(request, size, etag)
    if wanted == ():
        answer: HttpResponseBase = HttpResponse(status=416, content_type=TYPE)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    first, last = wanted or (0, size - 1)
    answer = StreamingHttpResponse(_read(row, first, last), content_type=TYPE, status=206 if wanted else 200)
    if wanted:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = etag
    return answer


def asked_range(request: HttpRequest, size: int, etag: str) -> Any:
    """(first, last) of the one range asked for; None for the whole file; () when it cannot be satisfied.

    Several ranges, other units and a file that changed since (If-Range) get the whole file: RFC 9110.
    """
    found = _RANGE.match(request.headers.get("Range", ""))
    if not found or found.group(0) == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else ()
    if int(first) >= size or (last and int(last) < int(first)):
        return ()
    return int(first), min(int(last or size - 1), size - 1)


def _read(row: Any, first: int, last: int) -> Iterator[bytes]:
    with row.file.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

"""What a program is told, as JSON: times in ISO 8601, the same names in every answer."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from products.kinds.software.checking import Row, Verdict
from products.kinds.software.devices import Activation
from products.kinds.software.releases import Release, ReleaseFile

DOWNLOAD = "software-download"


def of_verdict(verdict: Verdict, now: datetime) -> dict[str, Any]:
    """Valid or not, why, the licence if the key is known, and when to ask again."""
    return {
        "valid": verdict.is_valid,
        "code": verdict.code.value,
        "detail": str(verdict.code.label),
        "licence": of_licence(verdict.row) if verdict.row else None,
        "next_check_at": verdict.next_check_at(now).isoformat(),
    }


def of_lease(held: Activation | None, row: Row | None) -> dict[str, Any]:
    """Until when a floating seat is the device's unless it asks again; nothing for other seats."""
    if held is None or held.lease_until is None or row is None:
        return {}
    is_over = row["seats"] is not None and row["seats_taken"] > row["seats"]
    return {"lease": {"heartbeat_before": _iso(held.lease_until), "over": is_over}}


def of_licence(row: Row) -> dict[str, Any]:
    """What a program may show; nothing about the holder."""
    return {
        "id": row["pk"],
        "product": row["listing_id"],
        "edition": row["offer_name"],
        "seats": row["seats"],
        "seats_taken": row["seats_taken"],
        "floating": row["floats"],
        "issued_at": _iso(row["issued_at"]),
        "subscription": row["is_lasting"],
        "expires_at": _iso(row["ends_at"]),
        "updates_until": _iso(row["updates_until"]),
        "entitlements": row["terms"],
    }


def of_release(release: Release, files: list[dict[str, Any]]) -> dict[str, Any]:
    """A version, what is new in it, and its files."""
    return {
        "version": release.version,
        "channel": release.channel,
        "released_at": _iso(release.approved_at),
        "notes": release.changes,
        "files": files,
    }


def of_file(file: ReleaseFile, url: str) -> dict[str, Any]:
    """What is known of a file, and where it is fetched."""
    return {
        "platform": file.platform,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "minimum_os": file.minimum_os,
        "url": url,
    }


def download_url(licence_id: int, mark: str, file: ReleaseFile) -> str:
    """Where the file is fetched within the next minutes, while the licence is in force."""
    token = signing.dumps([licence_id, mark, file.pk], salt=DOWNLOAD)
    return settings.SITE_URL + reverse("licence_download", args=[token])


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

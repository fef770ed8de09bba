"""The addresses that a buyer's program asks, /api/v1/licences/…, as docs/licence-api.md promises them."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from products.files.serving import serve
from products.kinds.software import activating, answers, keys, offline
from products.kinds.software.asking import Question, Refused, for_programs, problem
from products.kinds.software.checking import Code, Row, Verdict, check, find, standing
from products.kinds.software.licence import Licence
from products.kinds.software.releases import Release, ReleaseFile
from products.models.entitlement import Unavailable


@for_programs()
def validate(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Is the key good, here and now? Counts a use only where it is asked to."""
    now = timezone.now()
    verdict = check(question.asked, now)
    if verdict.is_valid and verdict.row and question.said.get("count_use"):
        Licence.objects.non_polymorphic().filter(pk=verdict.row["pk"]).update(uses=F("uses") + 1)
    return answers.of_verdict(verdict, now)


@for_programs("fingerprint", "name")
def activate(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Take a seat for this device, once however often it asks. 409 when none is left."""
    row = _in_force(question)
    said = question.asked
    try:
        held = activating.activate(
            row["pk"], said.fingerprint, question.text("name"), question.text("platform"), said.version
        )
    except Unavailable as error:
        raise Refused(HTTPStatus.CONFLICT, error, Code.TOO_MANY_ACTIVATIONS) from error
    verdict = check(said)
    return {
        **answers.of_verdict(verdict, timezone.now()),
        **answers.of_lease(held, verdict.row),
        "activation": {"id": held.pk, "name": held.name, "activated_at": held.made_at.isoformat()},
    }


@for_programs("fingerprint")
def deactivate(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Give this device's seat back."""
    row = _known(question)
    if not (row["device"] and activating.deactivate(row["pk"], row["device"])):
        raise Refused(HTTPStatus.CONFLICT, Code.FINGERPRINT_MISMATCH.label, Code.FINGERPRINT_MISMATCH.value)
    return {"valid": False, "code": Code.FINGERPRINT_MISMATCH.value, "detail": "The device is released."}


@for_programs("fingerprint")
def heartbeat(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Validate, and note that this device and its version are in use."""
    now = timezone.now()
    verdict = check(question.asked, now)
    if verdict.row and verdict.row["floats"] and standing(verdict.row, now) == Code.VALID:
        return _beat(verdict, question)
    if verdict.is_valid and verdict.row:
        activating.seen(verdict.row["pk"], question.asked.fingerprint, question.asked.version)
    return answers.of_verdict(verdict, now)


def _beat(verdict: Verdict, question: Question) -> dict[str, Any]:
    """The same for a floating seat: it goes on, or is taken again when the device slept."""
    said, now = question.asked, timezone.now()
    try:
        held = activating.beat(verdict.row["pk"], said.fingerprint, said.version) if verdict.row else None
    except Unavailable:
        return answers.of_verdict(Verdict(Code.TOO_MANY_ACTIVATIONS, verdict.row), now)
    again = check(said, now)
    return {**answers.of_verdict(again, now), **answers.of_lease(held, again.row)}


@for_programs("platform")
def latest(request: HttpRequest, question: Question) -> dict[str, Any]:
    """The newest release that the licence includes, for a channel and a platform, with a short-lived link."""
    row = _in_force(question)
    platform, channel = question.text("platform"), question.text("channel") or Release.Channel.STABLE
    if platform not in ReleaseFile.Platform.values or channel not in Release.Channel.values:
        raise Refused(HTTPStatus.BAD_REQUEST, "This platform or channel is unknown.")
    licence = Licence.objects.non_polymorphic().get(pk=row["pk"])
    found = None
    for release in licence.versions():
        files = [one for one in release.files.all() if one.platform in (platform, ReleaseFile.Platform.ANY)]
        if files and channel in (release.channel, Release.Channel.BETA):
            said = [
                answers.of_file(one, answers.download_url(licence.pk, licence.mark, one)) for one in files
            ]
            found = answers.of_release(release, said)
            break
    code = Code.UPDATES_ENDED if _misses_newer(licence) else Code.VALID
    return {"valid": True, "code": code.value, "detail": str(code.label), "release": found}


@for_programs()
def licence_file(request: HttpRequest, question: Question) -> dict[str, Any]:
    """The signed file for checking offline; with a fingerprint, for that activated device alone."""
    row = _in_force(question)
    if question.asked.fingerprint and not row["device"]:
        raise Refused(HTTPStatus.CONFLICT, Code.FINGERPRINT_MISMATCH.label, Code.FINGERPRINT_MISMATCH.value)
    now = timezone.now()
    if row["floats"]:
        _borrow(row, now)
    signed = offline.file_of(row, question.text("fingerprint"), now)
    return {**answers.of_verdict(Verdict(Code.VALID, row), now), "licence_file": signed}


@require_safe
@never_cache
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes behind a link that `latest` gave, while it is fresh and the licence in force."""
    try:
        pk, mark, file_pk = signing.loads(
            token, salt=answers.DOWNLOAD, max_age=settings.DOWNLOAD_LINK_SECONDS
        )
    except signing.SignatureExpired:
        return problem(Refused(HTTPStatus.GONE, "This link has expired. Ask for the release again."))
    except signing.BadSignature:
        return problem(Refused(HTTPStatus.NOT_FOUND, "There is no such file."))
    return bytes_of(request, pk, mark, file_pk)


def bytes_of(request: HttpRequest, pk: int, mark: str, file_pk: int) -> HttpResponseBase:
    """A file of a licence that a signed link names; 404 when the key was changed or the licence ended."""
    licence = Licence.objects.non_polymorphic().filter(pk=pk, mark=mark).first()
    file = licence.file(file_pk) if licence and licence.is_running else None
    if file is None:
        return problem(Refused(HTTPStatus.NOT_FOUND, "There is no such file."))
    return serve(request, file)


@require_safe
@cache_control(public=True, max_age=3600)
def public_keys(request: HttpRequest) -> JsonResponse:
    """The keys by which licence files are checked."""
    return JsonResponse(offline.key_set(), content_type="application/jwk-set+json")


def _borrow(row: Row, now: datetime) -> None:
    """A floating seat stays with its device as long as the file holds. Refused where it has none."""
    device = row.get("device")
    try:
        is_lent = bool(device) and activating.borrow(row["pk"], int(device or 0), offline.ends(row, now))
    except Unavailable as error:
        raise Refused(HTTPStatus.CONFLICT, error, Code.TOO_MANY_ACTIVATIONS) from error
    if not is_lent:
        raise Refused(HTTPStatus.CONFLICT, Code.FINGERPRINT_MISMATCH.label, Code.FINGERPRINT_MISMATCH.value)


def _known(question: Question) -> Row:
    try:
        row = find(question.asked)
    except keys.Mistyped as error:
        raise Refused(HTTPStatus.CONFLICT, Code.MALFORMED.label, Code.MALFORMED.value) from error
    if row is None:
        raise Refused(HTTPStatus.CONFLICT, Code.NOT_FOUND.label, Code.NOT_FOUND.value)
    return row


def _in_force(question: Question) -> Row:
    row = _known(question)
    code = standing(row, timezone.now())
    if code != Code.VALID:
        raise Refused(HTTPStatus.CONFLICT, code.label, code.value)
    return row


def _misses_newer(licence: Licence) -> bool:
    if licence.updates_until is None or licence.updates_until > timezone.now():
        return False
    newer = Release.objects.on_sale().filter(approved_at__gt=licence.updates_until)
    return newer.filter(listing_id=licence.listing_id).exists()

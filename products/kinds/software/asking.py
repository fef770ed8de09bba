"""How a buyer's program asks: JSON in, JSON out, no cookies, limited by key and by address."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from products.kinds.software import keys, safekeeping
from products.kinds.software.activating import fingerprint_of
from products.kinds.software.checking import Asked, Code
from products.kinds.software.limiting import Limit, address_of, reached

log = logging.getLogger(__name__)

MOST_BYTES = 8 * 1024
BY_ADDRESS = Limit("licence-address", 600, 60)
BY_KEY = Limit("licence-key", 60, 60)
WRONG_KEYS = Limit("licence-wrong", 30, 600)
PAUSE_SECONDS = 60
LONGEST = {"key": keys.LONGEST, "fingerprint": 200, "name": 80, "platform": 40, "version": 40, "channel": 6}


class Refused(Exception):
    """A question that is not answered; said as a problem document."""

    def __init__(self, status: int, detail: Any, code: str = "", **more: Any) -> None:
        super().__init__(str(detail))
        self.status, self.detail, self.code, self.more = status, detail, code, more


@dataclass(frozen=True)
class Question:
    """What a program sent, checked: nothing in it is longer or of another type than promised."""

    asked: Asked
    said: dict[str, Any]

    def text(self, name: str) -> str:
        """A text that may be missing."""
        return str(self.said.get(name, "")).strip()


View = Callable[[HttpRequest, Question], dict[str, Any]]


def for_programs(*needed: str) -> Callable[[View], Callable[[HttpRequest], JsonResponse]]:
    """A view that takes POSTs of JSON with a product, a key and what else is `needed`, and returns a dict."""

    def wrap(view: View) -> Callable[[HttpRequest], JsonResponse]:
        @csrf_exempt  # no cookie is read: whoever knows the key may ask
        @wraps(view)
        def answered(request: HttpRequest) -> JsonResponse:
            try:
                question = _counted(request, needed)
                said = view(request, question)
                _count_wrong(request, said["code"])
            except Refused as refusal:
                return problem(refusal)
            return _plain(JsonResponse(said))

        return answered

    return wrap


def problem(refusal: Refused) -> JsonResponse:
    """RFC 9457, with our code and what else there is to say."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": str(refusal.detail),
        **({"code": refusal.code} if refusal.code else {}),
        **refusal.more,
    }
    response = JsonResponse(said, status=refusal.status, content_type="application/problem+json")
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(PAUSE_SECONDS)
    return _plain(response)


def _plain(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _counted(request: HttpRequest, needed: tuple[str, ...]) -> Question:
    """What is asked, counted by address and key; what cannot be read is counted by address."""
    told = {BY_ADDRESS: address_of(request)}
    try:
        question = _read(request, needed)
    except Refused:
        _slow_down(told)
        raise
    digest = safekeeping.hash_of(f"{question.asked.product} {question.asked.key}")
    _slow_down({**told, BY_KEY: digest})
    return question


def _slow_down(told: dict[Limit, str]) -> None:
    limit = reached(told)
    if limit:
        log.warning("licence.too_often", extra={"group": limit.name})
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "Too many questions. Ask again in a minute.")


def _count_wrong(request: HttpRequest, code: str) -> None:
    """Unknown keys from one address: after some they are no longer answered, and it is logged."""
    if code != Code.NOT_FOUND:
        return
    log.info("licence.unknown_key")
    _slow_down({WRONG_KEYS: address_of(request)})


def _read(request: HttpRequest, needed: tuple[str, ...]) -> Question:
    if request.method != "POST":
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Send a POST with JSON.")
    if request.content_type != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MOST_BYTES} bytes.")
    said = _parsed(request.body)
    for name in ("product", "key", *needed):
        if said.get(name) in (None, ""):
            raise Refused(HTTPStatus.BAD_REQUEST, f"“{name}” is missing.")
    _check(said)
    fingerprint = fingerprint_of(said["fingerprint"]) if said.get("fingerprint") else ""
    return Question(Asked(said["product"], said["key"], fingerprint, said.get("version", "")), said)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode(), object_pairs_hook=_once_each, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This is not JSON.") from error
    if not isinstance(said, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "Send a JSON object.")
    return said


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands there twice.")
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _check(said: dict[str, Any]) -> None:
    product = said["product"]
    if type(product) is not int or not 0 < product < 2**63:
        raise Refused(HTTPStatus.BAD_REQUEST, "“product” is a whole number.")
    for name, most in LONGEST.items():
        value = said.get(name, "")
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise Refused(HTTPStatus.BAD_REQUEST, f"“{name}” is a text of at most {most} characters.")
    if not isinstance(said.get("count_use", False), bool):
        raise Refused(HTTPStatus.BAD_REQUEST, "“count_use” is true or false.")

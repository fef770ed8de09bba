"""Answers one API request as Stripe would: who asks, what for, is it allowed, what came of it."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from stripe._api_version import _ApiVersion

from sandbox import clock, context, idempotency, routes, store
from sandbox.contract import forms, operations
from sandbox.contract.checking import check
from sandbox.errors import Declined, Refused
from sandbox.expansion import expanded


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: dict
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What came over the wire; `form` is the query of a GET or DELETE, the body of a POST."""

    method: str
    path: str
    form: str
    headers: dict[str, str]


def handle(method: str, url: str, headers: dict[str, str], body: str | None) -> Answer:
    """Answer a request for `url`; never raises for what the caller did wrong."""
    parts = urlsplit(url)
    request = Request(
        method.upper(), parts.path, body or parts.query, {k.lower(): v for k, v in headers.items()}
    )
    request_id = store.new_id("req_")
    more = {
        "Request-Id": request_id,
        "Stripe-Version": _ApiVersion.CURRENT,
        "Content-Type": "application/json",
    }
    try:
        caller = identify(request, request_id)
        clock.sweep()
        with context.acting(caller):
            status, answer, is_replay = answer_within(request)
    except Refused as refusal:
        status, answer, is_replay = refusal.status, refusal.body(), False
    if is_replay:
        more["Idempotent-Replayed"] = "true"
    return Answer(status, answer, more)


def identify(request: Request, request_id: str) -> context.Caller:
    """The caller that the key and the `Stripe-Account` header name."""
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    if key != settings.STRIPE_SECRET_KEY:
        raise Refused(f"Invalid API Key provided: {key[:8]}****", status=401)
    version = request.headers.get("stripe-version", _ApiVersion.CURRENT)
    if version != _ApiVersion.CURRENT:
        raise Refused(f"The sandbox speaks API version {_ApiVersion.CURRENT} only, not {version}.")
    account = request.headers.get("stripe-account") or context.PLATFORM
    if account != context.PLATFORM and not store.find(account):
        raise Refused(
            f"The provided key does not have access to account '{account}' (or that account does not exist).",
            status=403,
            code="account_invalid",
        )
    return context.Caller(account, request_id, request.headers.get("idempotency-key"))


def answer_within(request: Request) -> tuple[int, dict, bool]:
    """Status, body and whether it was given before."""
    operation = operations.find(request.method, request.path)
    resolved = routes.resolve(request.method, request.path)
    if not operation or not resolved:
        why = "Unrecognized request URL" if not operation else "The sandbox does not have this request yet"
        raise Refused(f"{why} ({request.method}: {request.path}).", status=404)
    answer, ids = resolved
    call = routes.Call(request.path, ids, understood(operation, request.form))
    if request.method == "GET":
        return 200, finished(operation, answer(call), call), False
    with transaction.atomic():
        if request.method == "DELETE":
            return 200, finished(operation, answer(call), call), False
        return idempotency.once(request.path, call.params, lambda: attempt(operation, answer, call))


def understood(operation: operations.Operation, form: str) -> dict:
    """The typed parameters; refuses unknown, missing and malformed ones."""
    params = operation.request.read(forms.tree(form))
    for problem in operation.request.problems(params):
        more: dict[str, Any] = {"code": problem.code} if problem.code else {}
        raise Refused(problem.message, param=problem.path, **more)
    return dict(params)


def attempt(operation: operations.Operation, answer: routes.Answerer, call: routes.Call) -> tuple[int, dict]:
    """Carry a POST out; a refusal undoes what it did, a decline keeps it."""
    try:
        with transaction.atomic():
            try:
                return 200, finished(operation, answer(call), call)
            except Declined as decline:
                return decline.status, decline.body()
    except Refused as refusal:
        return refusal.status, refusal.body()


def finished(operation: operations.Operation, body: dict, call: routes.Call) -> dict:
    """The answer with its expansions, checked against the SDK."""
    body = expanded(body, call.params.get("expand", []))
    check(f"{operation.method} {operation.template}", operation.response, body)
    return body


def encoded(answer: Answer) -> str:
    """The body as it is sent."""
    return json.dumps(answer.body, indent=2, default=str)

"""The demo's mails, readable in the browser; mounted only when DEMO is on."""

import email
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache

SHOWN = 50
# A mail's own styles and nothing else: no script, no frame, no form, no picture from afar.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox allow-popups"


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), reverse=True) if folder.exists() else []


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=default)  # type: ignore[return-value]


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body else ""


def _as_row(file: Path) -> dict[str, Any]:
    message = _read(file)
    return {
        "name": file.stem,
        "subject": message["subject"],
        "to": message["to"],
        "date": parsedate_to_datetime(message["date"]) if message["date"] else None,
    }


def _found(name: str) -> Path:
    for file in _files():
        if file.stem == name:
            return file
    raise Http404


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The newest fifty mails."""
    return render(request, "outbox/index.html", {"mails": [_as_row(file) for file in _files()[:SHOWN]]})


@never_cache
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as text with its links clickable. 404 for a name that is not there."""
    file = _found(name)
    mail = {**_as_row(file), "text": _part(_read(file), "plain")}
    return render(request, "outbox/mail.html", {"mail": mail})


@never_cache
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, where nothing in it can run."""
    page = _part(_read(_found(name)), "html")
    if not page:
        raise Http404
    return HttpResponse(page, headers={"Content-Security-Policy": MAIL_POLICY})


urlpatterns = [
    path("", index, name="outbox"),
    path("<slug:name>/", show, name="outbox_mail"),
    path("<slug:name>/html/", html, name="outbox_html"),
]

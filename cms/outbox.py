"""The demo's mails, readable in the browser; mounted only when DEMO is on."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), reverse=True) if folder.exists() else []


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=default)  # type: ignore[return-value]


def _as_row(file: Path) -> dict[str, Any]:
    message = _read(file)
    body = message.get_body(("plain",))
    return {
        "name": file.stem,
        "subject": message["subject"],
        "to": message["to"],
        "date": message["date"],
        "text": body.get_content() if body else "",
    }


def index(request: HttpRequest) -> HttpResponse:
    """The newest fifty mails."""
    return render(request, "outbox/index.html", {"mails": [_as_row(file) for file in _files()[:50]]})


def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as text with its links clickable. 404 for a name that is not there."""
    for file in _files():
        if file.stem == name:
            return render(request, "outbox/mail.html", {"mail": _as_row(file)})
    raise Http404


urlpatterns = [path("", index, name="outbox"), path("<slug:name>/", show, name="outbox_mail")]

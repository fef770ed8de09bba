"""Everything about a person in one file. The rows are the queue: what a worker dropped is taken up again."""

import zipfile
from datetime import timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import DataExport, User
from cms.mail import send_mail
from cms.parts import as_json, sheets_of
from cms.queue import soon

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
IN_MEMORY = 4 * 1024 * 1024
STYLE = Path(settings.BASE_DIR) / "cms" / "static" / "css" / "export.css"


def ask(person: User) -> DataExport:
    """The person's export under way; a new one when there is none. Two clicks are one."""
    row, is_new = DataExport.objects.get_or_create(person=person, made_at=None, failed_at=None)
    if is_new:
        soon("accounts.tasks.make_export", row.pk)
    return row


def make(pk: int) -> bool:
    """Write the file of one export and tell its person. True when this call wrote it."""
    mine = DataExport.objects.waiting().filter(pk=pk)
    taken = {"lease_until": timezone.now() + LEASE, "attempts": F("attempts") + 1}
    if not mine.unleased().filter(attempts__lt=MOST_ATTEMPTS).update(**taken):
        return False
    row = mine.select_related("person").get()
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        _write(row, file)
        size = file.tell()
        file.seek(0)
        row.storage.delete(row.file_name)  # of a worker that died in between
        row.storage.save(row.file_name, File(file))
    now = timezone.now()
    until = now + timedelta(days=settings.EXPORT_DAYS)
    is_mine = mine.update(made_at=now, expires_at=until, size=size, lease_until=None)
    tell(pk)
    return bool(is_mine)


def tell(pk: int) -> bool:
    """Mail that an export is ready, once. True when this call did. OSError when mail is down."""
    untold = DataExport.objects.untold().filter(pk=pk)
    if not untold.unleased().update(lease_until=timezone.now() + LEASE):
        return False
    row = untold.select_related("person").get()
    url = settings.SITE_URL + reverse("data")
    send_mail("data_ready", row.person.email, {"url": url, "days": settings.EXPORT_DAYS})
    return bool(untold.update(told_at=timezone.now(), lease_until=None))


def remove(pk: int) -> bool:
    """Delete an expired export, its file first: whoever dies in between leaves the row to do it again."""
    row = _expired().filter(pk=pk).first()
    if row is None:
        return False
    row.storage.delete(row.file_name)
    row.delete()
    return True


def left_over() -> dict[Any, list[int]]:
    """{verb: rows it should be called with}, for the heartbeat; what failed too often is given up."""
    now = timezone.now()
    stuck = DataExport.objects.waiting().unleased().filter(attempts__gte=MOST_ATTEMPTS)
    stuck.update(failed_at=now)
    late = DataExport.objects.unleased().filter(asked_at__lt=now - timedelta(minutes=1))
    return {
        make: list(late.waiting().values_list("pk", flat=True)[:20]),
        tell: list(late.untold().values_list("pk", flat=True)[:100]),
        remove: list(_expired().values_list("pk", flat=True)[:100]),
    }


def _expired() -> Any:
    """Those whose days are over, and those that never came to be, which a day later interest nobody."""
    now = timezone.now()
    return DataExport.objects.filter(Q(expires_at__lte=now) | Q(failed_at__lt=now - timedelta(days=1)))


def _write(row: DataExport, file: IO[bytes]) -> None:
    """For people index.html, for machines data.json, for spreadsheets a CSV file of each table."""
    sheets = sheets_of(row.person)
    context = {"person": row.person, "sheets": sheets, "now": timezone.now(), "shop_name": settings.SHOP_NAME}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", render_to_string("account/export.html", context))
        archive.writestr("style.css", STYLE.read_text())
        archive.writestr("data.json", as_json(sheets))
        for found in sheets:
            archive.writestr(f"tables/{found.name}.csv", found.as_csv())

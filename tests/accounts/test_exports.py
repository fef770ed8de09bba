"""A person's data in one file: complete, theirs alone, made once, found again after a crash, gone in time."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from accounts import exports, periodic
from accounts.models import DataExport
from products import delivery
from products.models import Review
from tests.orders.buying import pay, place

DATA = reverse("data")


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def bob_in(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def made(bob):
    row = exports.ask(bob)
    exports.make(row.pk)
    row.refresh_from_db()
    return row


def opened(row):
    return zipfile.ZipFile(io.BytesIO(row.storage.open(row.file_name).read()))


def told(row):
    return json.loads(opened(row).read("data.json"))


def fetch_of(row):
    return reverse("data_fetch", args=[row.pk])


def test_one_press_makes_the_file_mails_and_lets_it_be_fetched(bob_in, post, mailoutbox):
    answer = post(bob_in, DATA, {})
    row = DataExport.objects.get()
    page = bob_in.get(DATA).content.decode()
    file = bob_in.get(fetch_of(row))

    assert answer["Location"] == DATA
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["bob@example.com"], "Your data is ready · Stoa")
    ]
    assert f"http://testserver{DATA}" in mailoutbox[0].body
    assert fetch_of(row) in page
    assert file["Content-Disposition"] == 'attachment; filename="your-data.zip"'
    assert file["Cache-Control"].count("no-store") == 1
    names = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))).namelist()
    assert {"index.html", "data.json", "tables/orders.csv", "tables/library.csv"} <= set(names)


def test_it_says_what_was_bought_had_and_written(client, bob, listing, commits):
    client.force_login(bob)
    order = pay(client, place(client, listing), commits)
    Review.objects.create(listing=listing, author=bob, stars=4, text="Warm =1+1", author_name="Bob B.")

    row = exports.ask(bob)
    exports.make(row.pk)
    data = told(row)

    assert data["account"][0]["email"] == "bob@example.com"
    assert [(one["number"], one["total"], one["currency"]) for one in data["orders"]] == [
        (order.number, "29.00", "EUR")
    ]
    assert [(one["title"], one["paid"]) for one in data["items"]] == [("Aster Serif", "29.00")]
    assert [one["listing"] for one in data["library"]] == ["Aster Serif"]
    assert data["reviews"][0]["text"] == "Warm =1+1"
    page = opened(row).read("index.html").decode()
    assert "Warm =1+1" in page and order.number in page
    lines = list(csv.DictReader(io.StringIO(opened(row).read("tables/orders.csv").decode())))
    assert [line["number"] for line in lines] == [order.number]


def test_nothing_of_anybody_else_is_in_it(bob, carol, listing):
    delivery.grant(carol, listing.offers.get())
    Review.objects.create(listing=listing, author=carol, stars=1, text="Carols words", author_name="Carol")

    row = exports.ask(bob)
    exports.make(row.pk)

    everything = b"".join(opened(row).read(name) for name in opened(row).namelist()).decode()
    assert told(row)["library"] == told(row)["reviews"] == []
    assert "Carol" not in everything and "carol@" not in everything


def test_what_is_written_is_text_in_the_page_and_no_formula_in_a_table(bob, listing):
    Review.objects.create(listing=listing, author=bob, stars=4, text="=1+1<script>", author_name="Bob")

    row = exports.ask(bob)
    exports.make(row.pk)

    assert "=1+1&lt;script&gt;" in opened(row).read("index.html").decode()
    assert "'=1+1<script>" in opened(row).read("tables/reviews.csv").decode()


def test_anothers_file_and_an_unknown_one_answer_alike(client, carol, made):
    client.force_login(carol)

    answers = [client.get(fetch_of(made)), client.get(reverse("data_fetch", args=[made.pk + 1000]))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Download" not in client.get(DATA).content.decode()
    client.logout()
    assert client.get(fetch_of(made))["Location"].startswith(reverse("account_login"))
    assert client.post(DATA)["Location"].startswith(reverse("account_login"))
    assert DataExport.objects.count() == 1


def test_looking_makes_nothing(bob_in):
    bob_in.get(DATA)

    assert not DataExport.objects.exists()


def test_two_presses_are_one_file(bob_in):
    bob_in.post(DATA)  # before anything is committed, so no worker has begun
    bob_in.post(DATA)

    assert DataExport.objects.count() == 1


def test_a_worker_that_died_is_replaced_by_the_heartbeat(bob, mailoutbox):
    row = exports.ask(bob)
    long_ago = timezone.now() - timedelta(hours=1)
    DataExport.objects.filter(pk=row.pk).update(asked_at=long_ago, lease_until=long_ago, attempts=1)
    row.storage.save(row.file_name, io.BytesIO(b"half a file"))

    periodic.every_minute()
    periodic.every_minute()

    row.refresh_from_db()
    assert row.is_ready and told(row)["account"][0]["email"] == "bob@example.com"
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]


def test_a_worker_in_the_middle_is_left_alone(bob):
    row = exports.ask(bob)
    soon = timezone.now() + timedelta(minutes=5)
    DataExport.objects.filter(pk=row.pk).update(lease_until=soon, attempts=1)

    assert exports.make(row.pk) is False
    assert DataExport.objects.get().made_at is None


def test_what_fails_three_times_says_so_and_may_be_asked_for_again(bob_in, bob, monkeypatch):
    def broken(person):
        raise ValueError("odd row")

    monkeypatch.setattr(exports, "sheets_of", broken)
    row = exports.ask(bob)
    for _minute in range(4):
        past = timezone.now() - timedelta(hours=1)
        DataExport.objects.filter(pk=row.pk).update(asked_at=past, lease_until=past)
        periodic.every_minute()

    row.refresh_from_db()
    assert (row.attempts, row.made_at, row.failed_at is None) == (3, None, False)
    assert "could not be made" in bob_in.get(DATA).content.decode()
    assert exports.ask(bob).pk != row.pk


def test_mail_that_was_down_is_sent_later(bob, monkeypatch, mailoutbox):
    def down(*args, **kwargs):
        raise OSError

    row = exports.ask(bob)
    with monkeypatch.context() as patched, pytest.raises(OSError):
        patched.setattr(exports, "send_mail", down)
        exports.make(row.pk)
    long_ago = timezone.now() - timedelta(hours=1)
    DataExport.objects.update(asked_at=long_ago, lease_until=long_ago)

    periodic.every_minute()

    assert [mail.subject for mail in mailoutbox] == ["Your data is ready · Stoa"]


def test_an_expired_file_is_refused_then_deleted(bob_in, made):
    DataExport.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = bob_in.get(fetch_of(made))

    assert answer.status_code == 410
    assert "That file is gone" in answer.content.decode()
    periodic.every_minute()
    assert not storages["private"].exists(made.file_name)
    assert not DataExport.objects.exists()


def test_a_file_deleted_without_its_row_is_no_error(bob_in, made):
    DataExport.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    made.storage.delete(made.file_name)

    assert exports.remove(made.pk) is True


def test_five_files_a_day_are_enough(bob_in, bob):
    statuses = []
    for _press in range(6):
        statuses.append(bob_in.post(DATA).status_code)
        DataExport.objects.all().delete()

    assert statuses == [302] * 5 + [429]

"""Import: every row is checked before one is made, and all are made or none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from products import importing, periodic
from products.kinds.download.models import Download
from products.models import Category, ListingImport
from tests.products.editing import at_desk
from tests.stores import furnish

HEAD = "kind,title,summary,offer,price,stock,categories,tags\n"
GOOD = HEAD + (
    'download,One,A first,Personal,29.00,,,\nDownload,Two,,Personal,0,,,serif\n,"Three, too",,,,5,,\n'
)


@pytest.fixture
def shelf(db):
    return Category.objects.create(name="Fonts for reading", slug="reading")


def read(store, alice, text):
    return importing.read(text.encode(), store, alice, "listings.csv")


def made(store):
    return Download.objects.child_of(store).order_by("title")


def upload(client, text, name="listings.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("listings:import"), {"file": file})


def test_a_good_file_becomes_drafts(alice, store, django_capture_on_commit_callbacks):
    client = at_desk(alice)
    seen = upload(client, GOOD)
    before = made(store).count()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(seen.url + "start/")

    found = list(made(store))
    assert before == 0
    assert [page.title for page in found] == ["One", "Three, too", "Two"]
    assert {page.live for page in found} == {False}
    assert [(o.price, o.is_free, o.stock) for page in found for o in page.offers.all()] == [
        (2900, False, None),
        (None, False, 5),
        (None, True, None),
    ]
    assert ListingImport.objects.get().state == "done"


def test_one_wrong_row_among_three_makes_nothing_and_names_the_cell(alice, store):
    client = at_desk(alice)
    seen = upload(client, GOOD + "download,Four,,Personal,cheap,,,\n")

    page = client.get(seen.url)
    client.post(seen.url + "start/")

    found = ListingImport.objects.get()
    assert [(row["line"], row["errors"]) for row in found.wrong_rows] == [(5, {"price": ["Enter a number."]})]
    assert "1 row has an error" in page.content.decode()
    assert (found.state, made(store).count()) == ("read", 0)


@pytest.mark.parametrize(
    ("row", "column"), [("download,!!!,,,9,,,\n", "title"), ("download,One,,,9,99999999999,,\n", "stock")]
)
def test_what_could_not_be_kept_is_told_before_anything_is_made(alice, store, row, column):
    found = read(store, alice, HEAD + row)

    assert [list(wrong["errors"]) for wrong in found.wrong_rows] == [[column]]
    assert importing.start(found.pk) is False


def test_a_crash_in_the_middle_leaves_nothing_and_is_finished_later(alice, store, shelf, monkeypatch):
    found = read(store, alice, HEAD + "download,One,,,9,,,\ndownload,Two,,,9,,reading,\n")
    importing.start(found.pk)
    shelf.delete()

    with pytest.raises(importing.Unreadable):
        importing.finish(found.pk)
    after_crash = made(store).count()
    Category.objects.create(name="Fonts for reading", slug="reading")
    done = importing.finish(found.pk)

    assert (after_crash, done, made(store).count()) == (0, True, 2)


def test_finishing_twice_makes_the_drafts_once(alice, store):
    found = read(store, alice, GOOD)
    importing.start(found.pk)

    answers = [importing.finish(found.pk), importing.finish(found.pk)]

    assert (answers, made(store).count()) == ([True, False], 3)


def test_a_lost_import_is_finished_by_the_heartbeat(alice, store):
    found = read(store, alice, GOOD)
    importing.start(found.pk)
    long_ago = found.created_at - 2 * periodic.IMPORT_PATIENCE
    ListingImport.objects.update(started_at=long_ago)

    said = periodic.every_minute()

    assert ("1 imported" in said.split(", "), made(store).count()) == (True, 3)


def test_what_fails_three_times_is_given_up_and_said(alice, store, shelf):
    found = read(store, alice, HEAD + "download,One,,,9,,reading,\n")
    importing.start(found.pk)
    shelf.delete()
    for _attempt in range(3):
        with pytest.raises(importing.Unreadable):
            importing.finish(found.pk)

    importing.finish(found.pk)

    found.refresh_from_db()
    assert (found.state, made(store).count()) == ("failed", 0)
    assert "Nothing was made" in found.problem


def test_html_in_a_description_is_shown_as_typed(alice, store):
    found = read(store, alice, 'title,description\nOne,"<script>alert(1)</script>"\n')
    importing.start(found.pk)

    importing.finish(found.pk)

    assert "&lt;script&gt;" in made(store).get().body[0].value.source


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x00\x01\x02PK", "not a CSV file"),
        (b"name;price\nOne;3\n", "must name the columns"),
        (b"title\n", "no rows"),
        (b"title\n" + b"x\n" * 501, "more than 500"),
        (b"title\n" + b"x" * 1_000_001, "one megabyte"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(alice, store, content, says):
    page = upload(at_desk(alice), content)

    assert page.status_code == 200
    assert says in page.content.decode()
    assert not ListingImport.objects.exists()


def test_semicolons_and_old_encodings_are_read(alice, store):
    importing.read("title;price\nCafé;9,50\n".encode("cp1252"), store, alice, "x.csv")

    row = ListingImport.objects.get().rows[0]
    assert row["said"]["title"] == "Café"


def test_unknown_columns_are_told(alice, store):
    client = at_desk(alice)

    page = client.get(upload(client, "title,colour\nOne,red\n").url).content.decode()

    assert "colour" in page


def test_an_import_of_another_store_is_unknown(alice, carol):
    shop, foreign = furnish(alice, "wombat"), furnish(carol, "quokka")
    theirs = read(foreign.page, carol, GOOD)
    client = at_desk(alice)

    looked = client.get(reverse("listings:imported", args=[theirs.pk])).status_code
    started = client.post(reverse("listings:import_start", args=[theirs.pk])).status_code
    file = SimpleUploadedFile("x.csv", GOOD.encode())
    forged = client.post(reverse("listings:import"), {"file": file, "store": foreign.page.pk})

    theirs.refresh_from_db()
    assert (looked, started, theirs.state) == (404, 404, "read")
    assert forged.status_code == 200
    assert not ListingImport.objects.filter(by=alice).exists()
    assert shop.page.pk != foreign.page.pk


def test_the_template_reads_as_a_file_of_two_rows(alice, store):
    content = at_desk(alice).get(reverse("listings:import_template")).content

    found = importing.read(content, store, alice, "template.csv")

    assert (len(found.rows), found.wrong_rows, found.unknown) == (2, [], [])

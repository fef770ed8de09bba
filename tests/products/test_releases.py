"""Releases: read before buyers see them, sorted by version, withdrawn at once, told to holders once."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from cms import notices
from products import delivery
from products.kinds.software import announcing, mails
from products.kinds.software.models import Release, ReleaseNotice, Software
from products.models import Offer
from products.periodic import every_minute
from tests.products.programs import edit, installer, licence_of, publish_program, release

SPARKLE = "{http://www.andymatuschak.org/xml-namespaces/sparkle}"


@pytest.fixture
def program(store):
    return publish_program(store)


@pytest.fixture
def held(bob, program):
    return licence_of(bob, program)


def add(*rows):
    return lambda draft: [draft.releases.add(row) for row in rows]


def test_a_release_in_a_draft_reaches_no_buyer_until_it_is_published(client, bob, program, held):
    draft = Software.objects.get(pk=program.pk).get_latest_revision_as_object()
    draft.releases.add(release("2.0.0", notes="Quokka mode"))
    draft.save_revision()

    assert "2.0.0" not in client.get(program.url).content.decode()
    assert [one.version for one in held.versions()] == ["1.0.0"]
    assert [file.name for file in draft.unread_files()] == ["tidewater.zip"]

    draft.latest_revision.publish()

    assert "Quokka mode" in client.get(f"{program.url}?again").content.decode()
    assert [one.version for one in held.versions()] == ["2.0.0", "1.0.0"]


def test_the_page_says_platforms_version_and_needs(client, store):
    program = publish_program(
        store,
        release("1.2.0", "macos", "windows", notes="- Faster\n* Smaller"),
        requirements="8 GB of memory",
    )

    page = client.get(program.url).content.decode()

    assert program.facts() == ["Windows, macOS", "Version 1.2.0", "8 GB of memory"]
    for words in ("What is new", "<li>Faster</li><li>Smaller</li>", "8 GB of memory"):
        assert words in page


def test_what_a_listing_lacks_is_said(store):
    program = publish_program(store)
    empty = Release(version="1.1.0", files=[])
    twice = Release(version="1.0.0", files=[installer("macos"), installer("macos")])
    program.releases.add(empty, twice, Release(version="one", files=[installer()]))

    said = [lack for lack in map(str, program.problems()) if "elease" in lack]

    assert said == [
        "Add a file to release 1.1.0.",
        "Release 1.0.0 has two files for one platform.",
        "Give every release a version, such as 2.0.0.",
        "There are two releases 1.0.0.",
    ]


def test_a_withdrawn_release_is_gone_at_once_and_an_older_draft_does_not_bring_it_back(client, program, held):
    program = edit(program, add(release("1.1.0", notes="Broken")))
    newest = program.releases.get(version="1.1.0")

    assert [newest.withdraw(), newest.withdraw()] == [True, False]

    assert [one.version for one in held.versions()] == ["1.0.0"]
    edit(program, lambda draft: setattr(draft, "requirements", "More"))
    assert [one.version for one in held.versions()] == ["1.0.0"]
    assert "Broken" not in client.get(program.url).content.decode()


def test_a_release_that_left_the_listing_stays_with_who_holds_it(program, held):
    program = edit(program, add(release("2.0.0")))

    program = edit(program, lambda draft: draft.releases.remove(draft.releases.get(version="1.0.0")))

    assert [one.version for one in program.releases.all()] == ["2.0.0"]
    assert [one.version for one in held.versions()] == ["2.0.0", "1.0.0"]
    assert all(one.files.get().file for one in held.versions())


def test_a_copy_of_a_listing_waits_for_a_review_of_its_own(alice, program):
    from products.copying import duplicate

    copy = duplicate(program, alice)

    row = copy.releases.get()
    assert (row.approved_at, row.files.get().approved_at) == (None, None)
    assert row.files.get().file.name == program.releases.get().files.get().file.name


def publish_with_commits(program, callbacks, *rows):
    with callbacks(execute=True):
        edit(program, add(*rows))


def test_holders_are_told_of_a_stable_release_once(
    program, held, bob, mailoutbox, django_capture_on_commit_callbacks
):
    publish_with_commits(program, django_capture_on_commit_callbacks, release("1.1.0", notes="- PDF export"))
    every_minute()
    announcing.announce(Release.objects.get(version="1.1.0").pk)
    announcing.send_waiting()

    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Tidewater 1.1.0 is here", [bob.email])
    assert "- PDF export" in mail.body
    assert f"http://testserver{reverse('library_item', args=[held.pk])}" in mail.body
    assert ReleaseNotice.objects.exclude(told_at=None).count() == 1


def test_nobody_is_told_of_a_beta_of_what_they_may_not_have_or_do_not_want(
    store, bob, carol, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    program = publish_program(store, offers=[Offer(name="A year", price=1, terms={"months": 12})])
    of_bob, of_carol, of_mo = (licence_of(person, program) for person in (bob, carol, moderator))
    type(of_bob).objects.filter(pk=of_bob.pk).update(updates_until=of_bob.activated_at)
    notices.opt_out(carol.email, mails.UPDATES)
    delivery.withdraw(of_mo)

    publish_with_commits(
        program, django_capture_on_commit_callbacks, release("1.1.0"), release("1.2.0-b", channel="beta")
    )

    assert mailoutbox == []
    assert list(ReleaseNotice.objects.values_list("licence", flat=True)) == [of_carol.pk]


def test_a_mail_that_could_not_leave_waits_for_the_next_minute(
    program, held, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args):
        raise BrokenPipeError

    with monkeypatch.context() as broken:
        broken.setattr("products.kinds.software.announcing.send_mail", down)
        edit(program, add(release("1.1.0")))
        with pytest.raises(BrokenPipeError):
            announcing.announce(Release.objects.get(version="1.1.0").pk)
            announcing.send_waiting()

    every_minute()

    assert [mail.subject for mail in mailoutbox] == ["Tidewater 1.1.0 is here"]


def test_the_changelog_is_a_feed_for_everybody_while_the_listing_is_on_sale(client, program):
    edit(program, add(release("2.0.0", notes="- <b>Bold</b>")))
    address = reverse("software_changelog", args=[program.pk])

    feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314

    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert titles == ["Tidewater 2.0.0", "Tidewater 1.0.0"]
    assert "<li>&lt;b&gt;Bold" in feed.find(f"{atom}entry").findtext(f"{atom}summary")
    Software.objects.get(pk=program.pk).unpublish()
    assert client.get(f"{address}?again").status_code == 404  # kept pages are purged on commit


def test_a_holders_feeds_list_what_they_may_install(client, store, bob):
    rows = (release("1.9.0", "macos"), release("1.10.0", "macos"), release("2.0.0-beta.1", channel="beta"))
    rows[1].files.all()[0].signature, rows[1].files.all()[0].minimum_os = "c2lnbmVk", "macOS 12.3"
    held = licence_of(bob, publish_program(store, *rows))
    urls = held.feed_urls

    root = ElementTree.fromstring(client.get(urls["appcast"]).content)  # noqa: S314
    said = client.get(urls["updates"]).json()

    items = list(root.iter("item"))
    assert [item.findtext(f"{SPARKLE}version") for item in items] == ["1.10.0", "1.9.0"]
    assert items[0].findtext(f"{SPARKLE}minimumSystemVersion") == "12.3"
    enclosure = items[0].find("enclosure").attrib
    assert (enclosure[f"{SPARKLE}edSignature"], enclosure[f"{SPARKLE}os"]) == ("c2lnbmVk", "macos")
    assert [one["version"] for one in said["releases"]] == ["1.10.0", "1.9.0"]
    assert b"".join(client.get(enclosure["url"]).streaming_content) == b"PK\x03\x04 a program"
    beta = client.get(urls["updates"].replace("/stable/", "/beta/")).json()["releases"]
    assert [one["version"] for one in beta] == ["2.0.0-beta.1", "1.10.0", "1.9.0"]


def test_a_feed_ends_with_its_licence_and_with_its_key(client, held):
    first = held.feed_urls["updates"]
    held.issue_anew()
    second = held.feed_urls["updates"]

    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    delivery.withdraw(held)
    assert client.get(second).status_code == 404
    assert client.get(second.replace("/software/feeds/", "/software/feeds/x")).status_code == 404
    assert client.get(second.replace("/stable/", "/nightly/")).status_code == 404


def test_many_betas_do_not_hide_the_newest_stable_version(client, store):
    betas = [release(f"2.0.0-beta.{number}", channel="beta") for number in range(1, 8)]
    program = publish_program(store, release("1.9.0"), *betas)

    page = client.get(program.url)

    assert page.status_code == 200
    assert "Version 1.9.0" in page.content.decode()
    assert len(program.history) == 5

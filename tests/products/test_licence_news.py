"""The holder of a licence is told by mail, once, when its seller replaces the key, suspends or resumes it."""

import pytest
from django.urls import reverse

from products.kinds.software import telling
from products.kinds.software.licence import Licence, PoolKey
from products.kinds.software.notices import LicenceNotice
from tests.products.editing import at_desk
from tests.products.programs import licence_of, publish_program

REASON = "The key stands on a public page."
News = LicenceNotice.News


@pytest.fixture
def held(store, bob):
    return licence_of(bob, publish_program(store))


@pytest.fixture
def act(alice, held, mailoutbox, django_capture_on_commit_callbacks):
    """Press a button of the seller's; gives the mails that left."""
    desk = at_desk(alice)

    def press(what, **said):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(reverse(f"licence_{what}", args=[held.pk]), said)
        return list(mailoutbox)

    return press


def in_library(held, language=""):
    return f"http://testserver{language}{reverse('library_item', args=[held.pk])}"


def test_a_new_key_is_told_with_the_way_to_it_but_is_not_in_the_mail(act, held, bob):
    (mail,) = act("reissue")

    held.refresh_from_db()
    assert (mail.to, mail.subject) == ([bob.email], "Your new key for Tidewater")
    for part in (mail.body, mail.alternatives[0].content):
        assert "The old key no longer works" in part
        assert in_library(held) in part
        assert held.key not in part


def test_a_suspension_says_why_in_the_mail_and_not_in_its_subject(act, held, bob):
    (mail,) = act("suspend", reason="<b>Public</b> key")

    assert (mail.to, mail.subject) == ([bob.email], "Your licence for Tidewater is suspended")
    assert "<b>Public</b> key" in mail.body
    assert "&lt;b&gt;Public&lt;/b&gt; key" in mail.alternatives[0].content


def test_a_resumed_licence_is_told_and_a_second_press_tells_nobody(act):
    assert len(act("suspend", reason=REASON)) == 1
    assert act("suspend", reason="Again.") == []

    (mail,) = act("resume")

    assert mail.subject == "Your licence for Tidewater is valid again"
    assert act("resume") == []


def test_the_mail_leads_to_the_library_in_the_holders_language(act, held, bob):
    type(bob).objects.filter(pk=bob.pk).update(language="de")

    (mail,) = act("reissue")

    assert in_library(held, "/de") in mail.body


def test_no_mail_leaves_for_what_was_refused(act, held):
    program = held.software
    type(program).objects.filter(pk=program.pk).update(keys_from="imported")

    assert act("reissue") == []
    assert not PoolKey.objects.exists()
    assert not LicenceNotice.objects.exists()


def test_a_mail_that_failed_waits_for_the_sweep_and_leaves_once(held, mailoutbox, monkeypatch):
    def down(*_args):
        raise OSError

    notice = LicenceNotice.objects.create(licence=held, news=News.REISSUED)
    with monkeypatch.context() as broken:
        broken.setattr(telling, "send_mail", down)
        assert telling.send_waiting() == 0

    assert [telling.send_waiting(), telling.send_waiting()] == [1, 0]
    assert (len(mailoutbox), telling.send(notice.pk)) == (1, False)


def test_what_is_no_longer_so_is_not_told(held, mailoutbox):
    LicenceNotice.objects.create(licence=held, news=News.SUSPENDED)  # lifted before the mail left
    telling.send_waiting()
    Licence.objects.filter(pk=held.pk).update(suspended_at=held.issued_at)
    LicenceNotice.objects.create(licence=held, news=News.RESUMED)
    telling.send_waiting()

    assert mailoutbox == []
    assert not LicenceNotice.objects.filter(told_at=None).exists()

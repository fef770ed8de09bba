"""Mails that nobody needs: each person says which ones, a link in the mail ends them, and no other's."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cms import notices
from cms.mail import send_mail
from cms.mailing import Mail, Topic, declared
from cms.notices import NoticeChoice
from tests.accounts.conftest import PASSWORD, code_in, sign_in

NEWS = Topic("news", "News of the shop", "At most one mail a week.")
RARE = Topic("rare", "Rare things", "Only for those who asked.", is_on=False)


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    """Two mails with topics, as an app would declare them."""
    sample = declared()["review_answered"].sample
    for topic in (NEWS, RARE):
        words = {"subject": f"About {topic.name}", "heading": "Hello", "template": "review_answered"}
        monkeypatch.setitem(declared(), topic.name, Mail(topic.name, "", "", sample, **words, topic=topic))


def mail(to, name="news"):
    return send_mail(name, to, declared()[name].sample())


def link_in(message):
    return urlsplit(re.fullmatch(r"<(.+)>", message.extra_headers["List-Unsubscribe"]).group(1)).path


def test_a_mail_about_a_topic_names_the_way_to_end_such_mails(bob, mailoutbox):
    assert mail(bob.email) is True

    sent = mailoutbox[0]
    link = f"http://testserver{link_in(sent)}"
    assert sent.to == [bob.email]
    assert sent.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Send me no more of these: {link}" in sent.body
    assert f'href="{link}"' in sent.alternatives[0].content
    assert bob.email not in link


def test_a_mail_that_must_be_sent_has_no_such_link(bob, mailoutbox):
    send_mail("review_answered", bob.email, declared()["review_answered"].sample())

    assert mailoutbox[0].extra_headers == {}
    assert "unsubscribe" not in mailoutbox[0].body + mailoutbox[0].alternatives[0].content


def test_each_address_gets_a_mail_of_its_own(bob, carol, mailoutbox):
    mail([carol.email, bob.email])

    assert [message.to for message in mailoutbox] == [[bob.email], [carol.email]]
    assert link_in(mailoutbox[0]) != link_in(mailoutbox[1])


def test_opening_the_link_ends_nothing(client, bob, mailoutbox):
    mail(bob.email)

    page = client.get(link_in(mailoutbox[0]))
    client.head(link_in(mailoutbox[0]))

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "No more of these mails?" in page.text
    assert bob.email not in page.text
    assert notices.wants(bob.email, NEWS) is True


@pytest.mark.parametrize("sender", [{}, {"HTTP_ORIGIN": "https://mail.example"}])
def test_one_post_without_a_sign_in_ends_the_mails(bob, mailoutbox, sender):
    client = Client(enforce_csrf_checks=True)
    mail(bob.email)

    answer = client.post(link_in(mailoutbox[0]), {"List-Unsubscribe": "One-Click"}, **sender)

    assert answer.status_code == 200
    assert "You get no more of these mails" in answer.text
    assert mail(bob.email) is False
    assert len(mailoutbox) == 1
    assert notices.wants(bob.email, RARE) is False
    assert "sessionid" not in client.cookies


def test_the_same_link_undoes_it(client, bob, mailoutbox):
    mail(bob.email)
    client.post(link_in(mailoutbox[0]))

    client.post(link_in(mailoutbox[0]), {"again": "1"})

    assert mail(bob.email) is True


def test_a_link_does_nothing_for_anybody_but_the_one_who_was_mailed(client, bob, carol, mailoutbox):
    mail(bob.email)
    client.force_login(carol)

    client.post(link_in(mailoutbox[0]))

    assert notices.wants(carol.email, NEWS) is True
    assert notices.wants(bob.email, NEWS) is False


def test_a_forged_link_is_unknown_and_changes_nothing(client, bob, mailoutbox):
    mail(bob.email)
    link = link_in(mailoutbox[0])
    signature = link.split(":", 1)[1]

    for forged in (f"{link[:-3]}xx/", "/unsubscribe/1/", f"/unsubscribe/Mg:{signature}", "/unsubscribe/é:é/"):
        assert client.post(forged).status_code == 404
    assert list(NoticeChoice.objects.values_list("email", "is_wanted")) == [(bob.email, None)]


def test_a_person_chooses_in_the_account(client, bob):
    client.force_login(bob)
    page = client.get("/account/notices/").text

    client.post("/account/notices/", {"topic": ["rare"]})

    assert re.search(r'value="news"[^>]* checked', page)
    assert not re.search(r'value="rare"[^>]* checked', page)
    assert notices.wanted_by(bob.email)["news"] is False
    assert notices.wanted_by(bob.email)["rare"] is True


def test_what_is_always_sent_is_listed_and_cannot_be_chosen(client, bob):
    client.force_login(bob)

    page = client.get("/account/notices/").text
    client.post("/account/notices/", {"topic": ["receipt", "nonsense"]})

    assert str(declared()["receipt"].title) in page.partition("Always sent")[2]
    assert 'value="receipt"' not in page
    assert set(NoticeChoice.objects.values_list("topic", flat=True)) == {
        topic.name for topic in notices.topics().values() if topic.is_on
    }


def test_saving_without_a_change_chooses_nothing(client, bob):
    client.force_login(bob)
    wanted = [name for name, is_wanted in notices.wanted_by(bob.email).items() if is_wanted]

    client.post("/account/notices/", {"topic": wanted})

    assert not NoticeChoice.objects.exists()


def test_a_visitor_is_led_to_the_sign_in(client, db):
    answer = client.get("/account/notices/")

    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=/account/notices/"


def test_a_topic_that_is_off_is_for_those_who_asked(bob, mailoutbox):
    assert mail(bob.email, "rare") is False

    notices.choose("Bob@Example.com ", RARE, is_wanted=True)

    assert mail(bob.email, "rare") is True


def test_many_are_asked_about_in_one_query(bob, carol, django_assert_num_queries):
    notices.opt_out(bob.email, NEWS)

    with django_assert_num_queries(1):
        wanting = notices.wanting([bob.email, carol.email, "New@example.com"], NEWS)

    assert wanting == {"carol@example.com", "new@example.com"}


def test_choices_go_along_to_a_new_address(client, bob, post, mailoutbox):
    notices.opt_out(bob.email, NEWS)
    sign_in(client, bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    post(client, "/accounts/email/", {"email": "bob@new.example", "action_add": ""})

    post(client, "/accounts/confirm-email/", {"code": code_in(mailoutbox[-1])})

    assert notices.wants("bob@new.example", NEWS) is False


def test_mailing_somebody_twice_makes_one_row(bob, mailoutbox):
    mail(bob.email)
    mail("BOB@example.com")

    assert NoticeChoice.objects.count() == 1
    assert link_in(mailoutbox[0]) == link_in(mailoutbox[1])

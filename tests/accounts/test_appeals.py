"""A seller and the staff talk about a store's standing: both read all of it, nobody else a word."""

import pytest
from django.urls import reverse

from accounts import appeals, teams
from accounts.models import StandingMessage
from accounts.verification import fire
from products.storefronts import open_store
from tests.conftest import person

WORDS = "You are <wrong>: I drew them myself."


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def as_(client, django_capture_on_commit_callbacks):
    """`as_(person, address, **posted)`: what they get, with everything that follows."""

    def as_(person, address, **posted):
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, posted) if posted else client.get(address)

    return as_


@pytest.fixture
def suspended(store, moderator):
    return fire(store.seller, "suspend", moderator, "Somebody else drew these fonts.")


def staffs(seller):
    return reverse("sellers:inspect", args=[seller.pk])


def test_an_appeal_is_heard_and_answered(as_, alice, moderator, suspended, mailoutbox):
    as_(alice, reverse("seller_say"), text=WORDS)
    waits = as_(moderator, "/admin/").content.decode()
    read = as_(moderator, staffs(suspended)).content.decode()
    mailoutbox.clear()
    as_(moderator, reverse("sellers:answer", args=[suspended.pk]), text="Then show us a sketch.")
    heard = as_(alice, reverse("seller_standing")).content.decode()

    assert "Sellers who wait for an answer" in waits
    assert "You are &lt;wrong&gt;" in read
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["alice@example.com"], "An answer about Alice's Fonts · Stoa")
    ]
    assert "Then show us a sketch." in heard
    assert "mo@example.com" not in heard
    assert "Sellers who wait for an answer" not in as_(moderator, "/admin/").content.decode()


def test_every_decision_keeps_its_own_reason(as_, alice, moderator, suspended):
    fire(suspended, "lift", moderator)
    fire(suspended, "suspend", moderator, "The same complaint again.")

    page = as_(alice, reverse("seller_standing")).content.decode()

    assert "Somebody else drew these fonts." in page
    assert "The same complaint again." in page


def test_another_seller_support_and_buyers_read_and_write_nothing(as_, alice, bob, carol, store, suspended):
    as_(alice, reverse("seller_say"), text=WORDS)
    open_store(carol, "Carol Kiln", "DK")
    teams.join(store.seller, bob, "support")

    for who in (carol, bob):
        shown = as_(who, f"{reverse('seller_standing')}?of={suspended.pk}")
        as_(who, f"{reverse('seller_say')}?of={suspended.pk}", text="Let me in.")
        as_(who, reverse("sellers:answer", args=[suspended.pk]), text="I am the shop.")
        assert "I drew them" not in shown.content.decode()

    assert [message.text for message in StandingMessage.objects.all()] == [WORDS]


def test_staff_of_the_team_does_not_answer_for_the_shop(as_, moderator, store):
    teams.join(store.seller, moderator, "support")
    insider = type(moderator).objects.get(pk=moderator.pk)

    answer = as_(insider, reverse("sellers:answer", args=[store.seller.pk]), text="All is well.")

    assert answer.status_code in (302, 403)
    assert not StandingMessage.objects.exists()


def test_a_seller_writes_ten_times_a_day_at_most(as_, alice, store):
    for number in range(appeals.MOST_A_DAY + 2):
        as_(alice, reverse("seller_say"), text=f"And another thing, number {number}.")

    assert StandingMessage.objects.count() == appeals.MOST_A_DAY


def test_a_person_with_two_stores_chooses(as_, alice, store):
    second = open_store(alice, "Alice's Papers", "DE").seller

    first = as_(alice, reverse("seller_standing")).content.decode()
    other = as_(alice, f"{reverse('seller_standing')}?of={second.pk}").content.decode()
    as_(alice, f"{reverse('seller_say')}?of={second.pk}", text=WORDS)

    assert f"?of={second.pk}" in first
    assert "Alice&#x27;s Papers" in other
    assert StandingMessage.objects.get().seller == second


def test_a_reason_is_a_sentence(as_, moderator, store):
    answer = as_(moderator, reverse("sellers:suspend", args=[store.seller.pk]), reason="Bad.")

    store.seller.refresh_from_db()
    assert answer.status_code == 200
    assert store.seller.state == "unsubmitted"


def test_those_who_decide_are_mailed_once_until_one_of_them_answers(
    as_, alice, moderator, editor, store, mailoutbox
):
    chief, insider = person("ada@example.com", "admin"), person("eve@example.com", "moderator")
    teams.join(store.seller, insider, "support")

    def told(who, address, text):
        mailoutbox.clear()
        as_(who, address, text=text)
        return sorted(mail.to[0] for mail in mailoutbox)

    first = told(alice, reverse("seller_say"), WORDS)
    body = mailoutbox[0].body
    second = told(alice, reverse("seller_say"), "And another thing.")
    answered = told(chief, reverse("sellers:answer", args=[store.seller.pk]), "Show us a sketch.")
    third = told(alice, reverse("seller_say"), "Here it is.")

    assert first == third == ["ada@example.com", "mo@example.com"]
    assert second == []
    assert answered == ["alice@example.com"]
    assert f"http://testserver{staffs(store.seller)}" in body


def test_what_is_too_long_is_refused_and_not_cut(as_, alice, moderator, store):
    long = "x" * (appeals.LONGEST + 1)

    as_(alice, reverse("seller_say"), text=long)
    sellers = as_(alice, reverse("seller_standing")).content.decode()
    as_(moderator, reverse("sellers:answer", args=[store.seller.pk]), text=long)
    staff = as_(moderator, staffs(store.seller)).content.decode()

    assert "That has 2001 letters; 2000 are the most" in sellers
    assert "That has 2001 letters; 2000 are the most" in staff
    assert not StandingMessage.objects.exists()


def test_the_end_of_a_line_is_one_letter_as_the_browser_counts_it(as_, alice, store):
    text = "x\r\n" * (appeals.LONGEST // 2 - 1) + "x"

    as_(alice, reverse("seller_say"), text=text)

    assert len(StandingMessage.objects.get().text) == appeals.LONGEST - 1

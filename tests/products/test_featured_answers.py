"""The store answers what a campaign proposes: its owner or manager, and nobody else."""

import pytest
from django.urls import reverse

from accounts.models import Member
from products.models import FeaturedPrice
from products.storefronts import open_store
from tests.conftest import person
from tests.products.featuring import campaign, propose

URL = reverse("featured_prices")


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def row(listing):
    propose(campaign(), {listing.offers.get(): 1900})
    return FeaturedPrice.objects.get()


def say(client, row, answer, **more):
    told = {"row": row.pk, "answer": answer, "seen": row.proposed_at.isoformat(), **more}
    return client.post(URL, told)


def test_the_home_of_the_seller_leads_to_what_waits_and_says_what_would_be_left(client, alice, row):
    client.force_login(alice)

    home = client.get("/admin/").content.decode()
    page = client.get(URL).content.decode()

    assert "campaign price waits for your answer" in home and URL in home
    assert [word in page for word in ("€19.00", "€29.00", "€17.10", "€26.10")] == [True] * 4


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_the_owner_answers_once_and_it_is_written_down(client, alice, row, answer, state):
    client.force_login(alice)

    say(client, row, answer)
    say(client, row, "decline" if answer == "accept" else "accept")

    row.refresh_from_db()
    assert (row.state, row.answered_by) == (state, alice)
    assert "campaign price waits" not in client.get("/admin/").content.decode()


def test_terms_that_changed_since_they_were_read_are_not_accepted(client, alice, row):
    client.force_login(alice)
    propose(row.campaign, {row.offer: 900})

    answer = client.post(
        URL, {"row": row.pk, "answer": "accept", "seen": row.proposed_at.isoformat()}, follow=True
    )

    row.refresh_from_db()
    assert row.state == "proposed"
    assert "not asked for any more" in answer.content.decode()


@pytest.mark.parametrize(("part", "may"), [("manager", True), ("support", False), ("accountant", False)])
def test_a_manager_may_answer_and_other_parts_of_a_team_may_not(client, store, row, part, may):
    helper = person("helper@example.com", "seller")
    Member.objects.create(seller=store.seller, user=helper, role=part)
    client.force_login(helper)

    say(client, row, "accept")

    row.refresh_from_db()
    assert (row.state == "accepted") == may


def test_another_seller_sees_and_answers_nothing(client, carol, row):
    open_store(carol, "Carol's Sounds", "DE")
    client.force_login(carol)

    shown, answered = client.get(URL), say(client, row, "accept")

    row.refresh_from_db()
    assert shown.status_code == 200 and row.offer.listing.title not in shown.content.decode()
    assert answered.status_code == 404
    assert row.state == "proposed"


@pytest.mark.parametrize("who", ["editor", "moderator", "bob"])
def test_nobody_answers_for_a_store_from_outside(client, request, row, who):
    client.force_login(request.getfixturevalue(who))

    assert say(client, row, "accept").status_code in (302, 403)
    row.refresh_from_db()
    assert row.state == "proposed"


@pytest.mark.parametrize("told", [{"row": "x"}, {"row": "999999"}])
def test_a_row_that_is_not_there_is_unknown(client, alice, row, told):
    client.force_login(alice)

    assert client.post(URL, {"answer": "accept", **told}).status_code == 404


@pytest.mark.parametrize("told", [{"answer": "perhaps"}, {"seen": "yesterday"}])
def test_an_answer_that_makes_no_sense_changes_nothing(client, alice, row, told):
    client.force_login(alice)

    client.post(URL, {"row": row.pk, "answer": "accept", "seen": row.proposed_at.isoformat(), **told})

    row.refresh_from_db()
    assert row.state == "proposed"

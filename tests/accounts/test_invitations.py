"""Teams grow by invitation: for one address, once, in time; and what the page lets whom do."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts import invitations, roles, teams
from accounts.models import Invitation, Member
from tests.products.editing import at_desk
from tests.stores import furnish


@pytest.fixture
def shop(wombat_store):
    return wombat_store


@pytest.fixture
def team(shop):
    return reverse("team", args=[shop.page.seller_id])


@pytest.fixture(autouse=True)
def at_once(monkeypatch, shop):
    """Nothing commits in a test, so what follows a commit follows the call, save for the shop."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, *args, **kwargs: run())


def invited(client, team, mailoutbox, email="bob@example.com", role="support"):
    """The path of the link that was mailed."""
    client.post(team, {"email": email, "role": role})
    return re.search(r"http://testserver(/account/invitation/\S+)", mailoutbox[-1].body)[1]


def test_an_invited_person_joins_with_the_part(alice, bob, shop, team, mailoutbox):
    link = invited(at_desk(alice), team, mailoutbox)
    client = at_desk(bob)
    shown = client.get(link).content.decode()

    answer = client.post(link)

    assert "You are invited as: Support." in shown
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert [(m.user, m.role) for m in shop.page.seller.members.exclude(user=alice)] == [(bob, "support")]
    assert client.get(reverse("orders:inspect", args=[shop.order.pk])).status_code == 200


def test_a_link_is_good_once(alice, bob, shop, team, mailoutbox):
    link = invited(at_desk(alice), team, mailoutbox)
    at_desk(bob).post(link)
    teams.leave(shop.page.seller, bob)

    again = at_desk(bob).post(link)

    assert again.status_code == 404
    assert roles.seller_ids_of(type(bob).objects.get(pk=bob.pk)) == []


def test_a_link_does_nothing_for_somebody_else(alice, bob, carol, shop, team, mailoutbox):
    link = invited(at_desk(alice), team, mailoutbox)

    looked, posted = at_desk(carol).get(link), at_desk(carol).post(link)

    assert (looked.status_code, posted.status_code) == (404, 404)
    assert "wombat" not in looked.content.decode()
    assert not Member.objects.filter(user=carol).exists()


def test_an_address_that_is_not_proved_does_not_join(alice, bob, shop, team, mailoutbox):
    link = invited(at_desk(alice), team, mailoutbox)
    bob.emailaddress_set.update(verified=False)

    assert at_desk(bob).post(link).status_code == 404
    assert not Member.objects.filter(user=bob).exists()


def test_old_withdrawn_and_forged_links_are_alike(alice, bob, team, shop, mailoutbox, monkeypatch):
    desk = at_desk(alice)
    link = invited(desk, team, mailoutbox)
    forged = reverse("invitation", args=[signing.dumps(Invitation.objects.get().pk, salt="other")])
    reader = at_desk(bob)

    with monkeypatch.context() as patch:
        patch.setattr(invitations, "OPEN_FOR", timedelta(seconds=-1))
        old = reader.get(link).status_code
    desk.post(reverse("team_withdraw", args=[shop.page.seller_id, Invitation.objects.get().pk]))

    assert [old, reader.get(link).status_code, reader.get(forged).status_code] == [404, 404, 404]


def test_a_visitor_signs_in_first(client, alice, team, mailoutbox):
    link = invited(at_desk(alice), team, mailoutbox)

    answer = client.get(link)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("role", ["manager", "support", "accountant"])
def test_only_the_owner_changes_the_team(alice, bob, carol, shop, team, mailoutbox, role):
    member = teams.join(shop.page.seller, bob, role)
    other = teams.join(shop.page.seller, carol, "support")
    client = at_desk(bob)

    seen = client.get(team).status_code
    codes = [
        client.post(team, {"email": "x@example.com", "role": "manager"}).status_code,
        client.post(
            reverse("team_part", args=[shop.page.seller_id, member.pk]), {"role": "manager"}
        ).status_code,
        client.post(reverse("team_let_go", args=[shop.page.seller_id, other.pk])).status_code,
    ]

    assert (seen, set(codes) <= {302, 403}) == (200, True)
    assert sorted(Member.objects.values_list("role", flat=True)) == sorted(["owner", role, "support"])
    assert not Invitation.objects.exists()


def test_another_teams_page_is_unknown(alice, carol, shop, team):
    foreign = furnish(carol, "quokka")
    member = Member.objects.get(seller=foreign.page.seller)
    client = at_desk(alice)

    looked = client.get(reverse("team", args=[foreign.page.seller_id]))
    mixed = client.post(reverse("team_let_go", args=[shop.page.seller_id, member.pk]))

    assert (looked.status_code, mixed.status_code) == (404, 404)
    assert Member.objects.filter(pk=member.pk).exists()


def test_the_owner_stays(alice, shop, team):
    client = at_desk(alice)
    me = Member.objects.get(seller=shop.page.seller, user=alice)

    client.post(reverse("team_leave", args=[shop.page.seller_id]))
    client.post(reverse("team_let_go", args=[shop.page.seller_id, me.pk]))
    client.post(reverse("team_part", args=[shop.page.seller_id, me.pk]), {"role": "support"})

    me.refresh_from_db()
    assert me.role == "owner"


def test_nobody_is_invited_as_owner_or_twice(alice, bob, shop, team):
    teams.join(shop.page.seller, bob, "support")
    client = at_desk(alice)

    owner = client.post(team, {"email": "x@example.com", "role": "owner"})
    twice = client.post(team, {"email": "Bob@Example.com", "role": "manager"})

    assert (owner.status_code, twice.status_code) == (200, 200)
    assert "is in the team already" in twice.content.decode()
    assert not Invitation.objects.exists()


def test_leaving_by_oneself_closes_the_admin(alice, bob, shop, team):
    teams.join(shop.page.seller, bob, "support")
    client = at_desk(bob)

    left = client.post(reverse("team_leave", args=[shop.page.seller_id]))

    assert (left.status_code, left.url) == (302, "/account/")
    assert client.get("/admin/").status_code in (302, 403)
    assert client.get(team).status_code in (302, 403, 404)


def test_a_day_has_a_limit_of_invitations(alice, shop, team, mailoutbox):
    client = at_desk(alice)
    for number in range(invitations.MOST_A_DAY + 1):
        answer = client.post(team, {"email": f"p{number}@example.com", "role": "support"})

    assert "Go on tomorrow" in answer.content.decode()
    assert len(mailoutbox) == invitations.MOST_A_DAY


def test_withdrawing_and_asking_again_does_not_pass_by_the_limit(alice, shop, team, mailoutbox):
    client = at_desk(alice)
    for _number in range(invitations.MOST_A_DAY + 2):
        client.post(team, {"email": "again@example.com", "role": "support"})
        for made in Invitation.objects.all():
            client.post(reverse("team_withdraw", args=[shop.page.seller_id, made.pk]))

    assert len(mailoutbox) == invitations.MOST_A_DAY


def test_an_invitation_withdrawn_before_its_mail_is_not_sent(alice, shop, mailoutbox):
    made = Invitation.objects.create(seller=shop.page.seller, email="x@example.com", role="support")
    made.delete()

    assert invitations.send(made.pk or 0) is False
    assert mailoutbox == []

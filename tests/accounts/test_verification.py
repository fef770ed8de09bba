"""Verification: who may move a seller where, what follows, and what is refused without a trace."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from accounts.models import Seller
from accounts.verification import MOVES, STAFF, Forbidden, fire
from cms.models import MailText
from products.delivery import grant
from products.models import Card
from products.storefronts import open_store
from tests.accounts.conftest import sign_in


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Fire a move and let what follows the commit happen."""

    def run(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return fire(*args, **kwargs)

    return run


@pytest.fixture
def inside(client, moderator, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(moderator)
    return client


def test_a_suspension_hides_the_listings_and_tells_the_owner_why(run, store, listing, moderator):
    run(store.seller, "suspend", by=moderator, reason="Stolen fonts.")

    assert not Card.objects.get(pk=listing.pk).is_public
    assert mail.outbox[-1].to == ["alice@example.com"]
    assert "Stolen fonts." in mail.outbox[-1].body
    entry = ModelLogEntry.objects.for_instance(store.seller).get()
    assert (entry.action, entry.user, entry.data["reason"]) == (
        "accounts.seller.suspend",
        moderator,
        "Stolen fonts.",
    )


def test_buyers_of_a_suspended_seller_keep_what_they_bought(run, client, store, listing, bob, moderator):
    held = grant(bob, listing.offers.get())

    run(store.seller, "suspend", by=moderator, reason="Stolen fonts.")

    client.force_login(bob)
    assert client.get(reverse("library_item", args=[held.pk])).status_code == 200


@pytest.mark.parametrize("state", ["unsubmitted", "pending", "verified", "rejected"])
def test_lifting_a_suspension_brings_back_the_state_before(run, store, listing, moderator, state):
    Seller.objects.filter(pk=store.seller.pk).update(state=state)
    store.seller.refresh_from_db()
    run(store.seller, "suspend", by=moderator, reason="A closer look.")

    run(store.seller, "lift", by=moderator)

    assert store.seller.state == state
    assert Card.objects.get(pk=listing.pk).is_public


def test_who_looked_at_an_older_state_loses(run, store, moderator):
    stale = Seller.objects.get(pk=store.seller.pk)
    run(store.seller, "verify", by=moderator)

    with pytest.raises(Forbidden, match="just changed"):
        run(stale, "suspend", by=moderator, reason="This is too late.")

    assert Seller.objects.get(pk=store.seller.pk).state == "verified"
    assert ModelLogEntry.objects.for_instance(store.seller).count() == 1


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if move.who == STAFF])
def test_neither_the_owner_nor_an_editor_fires_what_is_the_staffs(store, alice, editor, name):
    state = next(iter(MOVES[name].before))
    Seller.objects.filter(pk=store.seller.pk).update(state=state)
    seller = Seller.objects.get(pk=store.seller.pk)

    for person in (alice, editor):
        with pytest.raises(Forbidden):
            fire(seller, name, by=person, reason="Because.")

    assert Seller.objects.get(pk=seller.pk).state == state


def test_a_suspension_without_a_reason_is_refused(inside, store):
    answer = inside.post(reverse("sellers:suspend", args=[store.seller.pk]), {"reason": " "})

    assert answer.status_code == 200
    assert Seller.objects.get(pk=store.seller.pk).state == "unsubmitted"


def test_a_moderator_suspends_on_a_page_that_says_what_will_happen(inside, store):
    address = reverse("sellers:suspend", args=[store.seller.pk])

    page = inside.get(address).content.decode()
    inside.post(address, {"reason": "Stolen fonts."})

    assert "Suspend: Alice&#x27;s Fonts" in page
    assert "Buyers keep what they bought" in page
    assert Seller.objects.get(pk=store.seller.pk).state == "suspended"
    told = inside.get(reverse("sellers:inspect", args=[store.seller.pk])).content.decode()
    assert "Stolen fonts." in told
    assert "mo@example.com" in told


def test_the_list_offers_the_moves_of_each_row(inside, store):
    page = inside.get(reverse("sellers:index")).content.decode()

    assert reverse("sellers:suspend", args=[store.seller.pk]) in page
    assert reverse("sellers:lift", args=[store.seller.pk]) not in page


def test_the_list_says_what_is_live_and_what_was_decided_last(run, inside, store, listing, moderator):
    day = date_format(timezone.localdate())
    run(store.seller, "suspend", by=moderator, reason="Stolen fonts.")
    suspended = rows_of_sellers(inside)
    run(store.seller, "lift", by=moderator)

    assert suspended == [("Alice's Fonts", "0", f"Suspend, {day}")]
    assert rows_of_sellers(inside) == [("Alice's Fonts", "1", f"Lift the suspension, {day}")]


def rows_of_sellers(inside):
    answer = inside.get(reverse("sellers:index"), {"export": "csv"})
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    return [(row["Business name"], row["Live listings"], row["Last move"]) for row in rows]


def test_sellers_are_sorted_by_their_live_listings_at_one_cost(inside, store, listing, carol, moderator):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            page = inside.get(reverse("sellers:index"), {"ordering": "live_listings"}).content.decode()
        return len(seen), page

    cost()
    few, _page = cost()
    empty = open_store(carol, "Carol Kiln", "DK").seller
    fire(empty, "suspend", moderator, "She asked for it herself.")
    many, page = cost()

    assert many == few
    assert page.index("Carol Kiln") < page.index("Alice&#x27;s Fonts")


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_nobody_types_a_state_into_a_seller(client, store, admin_user, settings, name):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(admin_user)

    answer = client.post(reverse(f"sellers:{name}", args=[store.seller.pk]), {"state": "verified"})

    assert answer.status_code == 302
    assert Seller.objects.get(pk=store.seller.pk).state == "unsubmitted"


def test_a_seller_reaches_no_page_of_the_staff(client, alice, store):
    client.force_login(alice)

    answer = client.post(reverse("sellers:verify", args=[store.seller.pk]), {"reason": ""})

    assert answer.status_code in (302, 403)
    assert Seller.objects.get(pk=store.seller.pk).state == "unsubmitted"


def test_asking_for_verification_waits_honestly(client, alice, store, post):
    sign_in(client, alice)
    papers = {"name": "Alice GmbH", "country": "DE", "tax_id": "DE136695976"}

    post(client, reverse("seller_standing"), papers)

    seller = Seller.objects.get(pk=store.seller.pk)
    assert (seller.state, seller.name, seller.may_be_paid) == ("pending", "Alice GmbH", False)
    assert "We are checking" in client.get(reverse("seller_standing")).content.decode()


def test_while_it_is_checked_the_papers_cannot_be_exchanged(client, alice, store):
    Seller.objects.filter(pk=store.seller.pk).update(state="verified")
    sign_in(client, alice)

    client.post(
        reverse("seller_standing"), {"name": "Bank of Alice", "country": "DE", "tax_id": "DE136695976"}
    )

    assert Seller.objects.get(pk=store.seller.pk).name == "Alice's Fonts"


def test_somebody_without_a_store_has_no_standing(client, bob, store):
    sign_in(client, bob)

    answer = client.get(reverse("seller_standing"))

    assert answer.status_code == 403


def test_a_moderator_does_not_judge_their_own_business(client, store, alice, settings):
    settings.REQUIRE_TWO_FACTOR = False
    alice.groups.add(Group.objects.get(name="moderator"))
    client.force_login(alice)

    answer = client.post(reverse("sellers:verify", args=[store.seller.pk]), {"reason": ""})

    assert answer.status_code in (302, 403)
    assert Seller.objects.get(pk=store.seller.pk).state == "unsubmitted"


def test_who_asked_for_verification_stands_on_the_staffs_home(inside, store):
    before = inside.get("/admin/").content.decode()
    Seller.objects.filter(pk=store.seller.pk).update(state="pending")

    after = inside.get("/admin/").content.decode()

    heading = "Sellers to verify"
    assert (heading in before, heading in after) == (False, True)
    assert reverse("sellers:inspect", args=[store.seller.pk]) in after


def test_a_lift_does_not_bring_back_a_state_of_an_earlier_suspension(run, store, moderator):
    Seller.objects.filter(pk=store.seller.pk).update(state="suspended", state_before="verified")
    stale = Seller.objects.get(pk=store.seller.pk)
    Seller.objects.filter(pk=store.seller.pk).update(state_before="rejected")

    with pytest.raises(Forbidden):
        run(stale, "lift", by=moderator)

    assert Seller.objects.get(pk=store.seller.pk).state == "suspended"


def test_the_reason_reaches_the_owner_however_the_mail_is_worded(run, moderator, store, mailoutbox):
    words = {"subject": "News", "heading": "News", "opening": "Something changed.", "closing": ""}
    MailText.objects.update_or_create(name="seller_suspend", language="en", defaults=words)

    run(store.seller, "suspend", by=moderator, reason="Files were <empty> & late.")

    subject, text, html = mailoutbox[-1].subject, mailoutbox[-1].body, mailoutbox[-1].alternatives[0].content
    assert subject == "News"
    assert "Files were <empty> & late." in text
    assert "Files were &lt;empty&gt; &amp; late." in html
    assert f"http://testserver{reverse('seller_standing')}" in text

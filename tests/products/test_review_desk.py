"""What waits for whom: reports of readers and of the store, reviews without an answer, hidden ones."""

import time
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts import teams
from products import opinions
from products.delivery import grant
from products.models import Review, ReviewReport
from products.storefronts import open_store
from tests.conftest import person, publish_download
from tests.products.editing import at_desk

REASON = "It tells a private address."


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def review(bob, listing):
    grant(bob, listing.offers.get())
    return Review.objects.create(listing=listing, author=bob, stars=2, text="Too thin.", author_name="Bob")


@pytest.fixture
def both(moderator, store, review):
    """A moderator who also serves buyers of alice's store."""
    teams.join(store.seller, moderator, "support")
    return type(moderator).objects.get(pk=moderator.pk)


def home_of(who):
    return at_desk(who).get("/admin/").content.decode()


def listed(who, query=""):
    return at_desk(who).get(f"/admin/reviews/?{query}").content.decode()


def change(bob, review):
    address = reverse("review", args=[review.listing_id])
    return (
        at_desk(bob)
        .post(address, {"stars": "4", "text": "Better.", "author_name": "Bob"}, follow=True)
        .content.decode()
    )


def test_who_changes_a_hidden_review_reads_that_it_stays_hidden_and_why(bob, moderator, review):
    opinions.hide([review.pk], REASON, moderator)

    said = change(bob, review)

    assert "stays hidden" in said
    assert REASON in said
    assert "Your review is published" not in said
    assert not Review.objects.get().is_public


def test_who_changes_a_shown_review_reads_that_it_is_published(bob, review):
    assert "Your review is published" in change(bob, review)


def test_the_library_asks_for_a_review_once_and_then_offers_the_change(bob, listing, moderator):
    held = grant(bob, listing.offers.get())
    address = held.next_action()["url"]
    before = at_desk(bob).get(address).content.decode()
    made = Review.objects.create(listing=listing, author=bob, stars=2, text="Thin.", author_name="Bob")
    opinions.hide([made.pk], REASON, moderator)

    after = at_desk(bob).get(address).content.decode()

    assert ">How do you like it?<" in before
    assert ">Change your review<" in after
    assert REASON in after


def test_staff_who_also_sell_hear_of_their_own_reviews(both, carol, review):
    opinions.report(review, carol, "insult")

    home = home_of(both)

    assert "1 review was reported" in home
    assert "1 review has no answer" in home
    assert "?unanswered=true&amp;own=true" in home


def test_their_own_unanswered_reviews_are_told_from_all_others(both, bob, carol, review, store):
    other = publish_download(open_store(carol, "Carol Kiln", "DK").specific, "Clay", 700)
    Review.objects.create(listing=other, author=bob, stars=1, text="Brittle.", author_name="Bob")

    own, every = listed(both, "unanswered=true&own=true"), listed(both, "unanswered=true")

    assert "Too thin." in own and "Brittle." not in own
    assert "Too thin." in every and "Brittle." in every


def test_staff_of_no_store_are_asked_for_no_answers(moderator, review):
    assert "has no answer" not in home_of(moderator)


def test_the_store_asks_a_moderator_without_passing_for_readers(moderator, alice, carol, store, review):
    helper = person("hal@example.com")
    teams.join(store.seller, helper, "support")
    for who in (alice, helper):
        opinions.report(review, who, "private")

    asked = listed(moderator, "reported=true")
    opinions.report(review, carol, "insult")
    joined = listed(moderator, "reported=true")

    assert "the store asks" in asked and "report," not in asked
    assert "1 report, the store asks" in joined
    assert "Too thin." not in listed(moderator, "reported=false")
    assert "1 review was reported" in home_of(moderator)


def test_a_hidden_review_waits_for_no_answer(alice, moderator, review):
    before = listed(alice, "unanswered=true")
    opinions.hide([review.pk], REASON, moderator)

    assert "Too thin." in before
    assert "Too thin." not in listed(alice, "unanswered=true")


def test_whoever_reports_is_thanked_on_the_next_page(carol, review):
    said = at_desk(carol).post(reverse("review_report", args=[review.pk]), {"reason": "insult"}, follow=True)

    assert "A moderator will look at it" in said.content.decode()


def test_nobody_reports_without_end(carol, bob, listing, review, monkeypatch):
    now = time.time()
    monkeypatch.setattr("django_ratelimit.core.time", SimpleNamespace(time=lambda: now))
    desk, address = at_desk(carol), reverse("review_report", args=[review.pk])

    said = [desk.post(address, {"reason": "spam?"}).status_code for _ in range(20)]
    last = desk.post(address, {"reason": "insult"})

    assert set(said) == {200}
    assert last.status_code == 429
    assert not ReviewReport.objects.exists()
    assert at_desk(bob).post(address, {"reason": "insult"}).status_code == 302

"""Reviews after they were written: answered in public, reported, hidden with a reason, counted at once."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts import teams
from products import opinions
from products.admin.reviews import bulk_url
from products.delivery import grant
from products.models import Card, Review, ReviewReport
from products.storefronts import open_store
from tests.conftest import person

REASON = "It tells a private address."


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def review(bob, listing):
    grant(bob, listing.offers.get())
    made = Review.objects.create(listing=listing, author=bob, stars=2, text="Too thin.", author_name="Bob")
    opinions.recount_ratings([listing.pk])
    return made


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def post(who, url, data=None):
        client.force_login(who)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, data or {})

    return post


def answer_url(review):
    return reverse("reviews:answer", args=[review.pk])


def bulk(action, *keys):
    url = reverse("wagtail_bulk_action", args=["products", "review", action])
    return f"{url}?{'&'.join(f'id={key}' for key in keys)}&next=/admin/reviews/"


def test_the_seller_answers_in_public_and_the_author_is_told_once(client, post, alice, review, mailoutbox):
    post(alice, answer_url(review), {"reply": "Thank you, <b>heavier</b> weights are coming."})
    post(alice, answer_url(review), {"reply": "A bold is here."})
    client.logout()

    page = client.get(review.listing.url).content.decode()

    assert "A bold is here." in page
    assert "Answer by Alice&#x27;s Fonts" in page
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]
    assert "&lt;b&gt;heavier" in mailoutbox[0].alternatives[0].content
    assert ModelLogEntry.objects.filter(action="reviews.answer").count() == 2


@pytest.mark.parametrize("role", ["accountant", "stranger", "moderator"])
def test_nobody_else_speaks_for_the_store(post, carol, store, moderator, review, role):
    if role == "accountant":
        teams.join(store.seller, carol, "accountant")
    elif role == "stranger":
        open_store(carol, "Carol Kiln", "DK")

    answer = post(moderator if role == "moderator" else carol, answer_url(review), {"reply": "Mine."})

    assert answer.status_code in (302, 403, 404)
    assert Review.objects.get().reply == ""


def test_nobody_of_the_team_reviews_what_it_sells(post, alice, listing):
    grant(alice, listing.offers.get())

    answer = post(alice, reverse("review", args=[listing.pk]), {"stars": 5, "author_name": "A", "text": "!"})

    assert answer.status_code == 404
    assert not Review.objects.exists()


def test_a_changed_review_says_so_and_the_page_offers_the_change(client, post, bob, review):
    url = reverse("review", args=[review.listing_id])

    post(bob, url, {"stars": "4", "text": "Better now.", "author_name": "Bob"})

    assert Review.objects.get().edited_at
    page = client.get(review.listing.url).content.decode()
    assert "changed on" in page
    assert "Change your review" in page


def test_a_person_reports_once_and_only_what_is_shown(post, client, carol, review):
    url = reverse("review_report", args=[review.pk])

    said = [post(carol, url, {"reason": "insult"}).status_code for _ in range(2)]
    Review.objects.update(is_public=False)

    assert said == [302, 302]
    assert [(one.reporter, one.reason) for one in ReviewReport.objects.all()] == [(carol, "insult")]
    assert client.get(url).status_code == 404
    client.logout()
    assert client.post(url, {"reason": "insult"}).status_code == 302
    assert ReviewReport.objects.count() == 1


def test_a_moderator_hides_with_a_reason_and_everybody_concerned_learns_it(
    client, post, alice, moderator, carol, review, mailoutbox
):
    opinions.report(review, carol, "private")

    refused = post(moderator, bulk("hide", review.pk), {"reason": "No."})
    post(moderator, bulk("hide", review.pk), {"reason": REASON})

    assert refused.status_code == 200
    review.refresh_from_db()
    assert (review.is_public, review.hidden_reason) == (False, REASON)
    assert ReviewReport.objects.get().settled_at
    card = Card.objects.get(pk=review.listing_id)
    assert (card.rating, card.rating_count, card.stars) == (0, 0, [0, 0, 0, 0, 0])
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]
    assert REASON in mailoutbox[0].body
    client.force_login(alice)
    assert REASON in client.get("/admin/reviews/").content.decode()


def test_all_of_a_filtered_list_is_not_all_there_is(post, moderator, review):
    answer = post(moderator, f"{bulk('hide', 'all')}&stars=5", {"reason": REASON})

    assert answer.status_code in (200, 302)
    assert Review.objects.get().is_public


def test_a_hidden_review_is_not_answered(post, alice, moderator, review, mailoutbox):
    opinions.hide([review.pk], REASON, moderator)

    post(alice, answer_url(review), {"reply": "So there."})

    assert Review.objects.get().reply == ""


def test_what_is_shown_again_counts_again(post, moderator, review):
    opinions.hide([review.pk], REASON, moderator)

    post(moderator, bulk("show", review.pk))

    review.refresh_from_db()
    assert (review.is_public, review.hidden_reason) == (True, "")
    assert Card.objects.get(pk=review.listing_id).stars == [0, 1, 0, 0, 0]


def test_dismissed_reports_leave_the_list_and_the_review_stays(client, post, moderator, carol, review):
    opinions.report(review, carol, "insult")
    client.force_login(moderator)
    before = client.get("/admin/reviews/?reported=true").content.decode()

    post(moderator, bulk("dismiss", review.pk))

    assert "Too thin." in before and "1 report" in before
    assert "Too thin." not in client.get("/admin/reviews/?reported=true").content.decode()
    assert Review.objects.get().is_public


@pytest.mark.parametrize("action", ["hide", "show", "dismiss"])
def test_a_seller_moderates_nothing_and_meets_no_foreign_review(client, post, alice, carol, review, action):
    open_store(carol, "Carol Kiln", "DK")

    for seller in (alice, carol):
        client.force_login(seller)
        shown = client.get(bulk(action, review.pk))
        post(seller, bulk(action, review.pk), {"reason": REASON})
        assert "Too thin." not in shown.content.decode()

    assert Review.objects.get().is_public


def test_a_moderator_of_the_team_hides_nothing_of_it(post, moderator, store, review):
    teams.join(store.seller, moderator, "support")
    insider = type(moderator).objects.get(pk=moderator.pk)

    post(insider, bulk("hide", review.pk), {"reason": REASON})

    assert Review.objects.get().is_public


def test_ratings_of_many_listings_are_counted_in_one_statement(
    listing, store, bob, carol, django_assert_num_queries
):
    for who, stars in ((bob, 5), (carol, 4), (person("dee@example.com"), 4)):
        Review.objects.create(listing=listing, author=who, stars=stars, author_name="X")

    with django_assert_num_queries(1):
        opinions.recount_ratings([listing.pk])

    card = Card.objects.get(pk=listing.pk)
    assert (str(card.rating), card.rating_count, card.stars) == ("4.33", 3, [0, 0, 0, 2, 1])


def test_what_waits_is_on_the_homes(client, alice, moderator, carol, review):
    opinions.report(review, carol, "insult")

    client.force_login(alice)
    sellers = client.get("/admin/").content.decode()
    client.force_login(moderator)
    moderators = client.get("/admin/").content.decode()

    assert "1 review has no answer" in sellers
    assert "1 review was reported" in moderators


def test_the_list_costs_the_same_for_many(client, moderator, alice, listing, django_assert_max_num_queries):
    for number in range(12):
        who = person(f"b{number}@example.com")
        Review.objects.create(listing=listing, author=who, stars=3, author_name="B", text="Fine.")

    for who, most in ((moderator, 16), (alice, 18)):
        client.force_login(who)
        with django_assert_max_num_queries(most):
            assert client.get("/admin/reviews/").status_code == 200


def test_the_button_of_one_leads_to_the_page_of_many(client, moderator, review):
    client.force_login(moderator)

    page = client.get(bulk_url("hide", review.pk)).content.decode()

    assert "Too thin." in page

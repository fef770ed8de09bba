"""Follow a store: one press, a number for the store, and one mail a day with everything new."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import notices
from products import following, news, periodic
from products.mails import NEW_LISTINGS
from products.models import Card, FollowedStore, Listing
from tests.accounts.conftest import sign_in
from tests.conftest import person, publish_download

SCRIPT = {"HTTP_ACCEPT": "application/json"}


def press(client, store, data=None, **extra):
    return client.post(reverse("follow", args=[store.seller_id]), data or {}, **extra)


def published(store, *titles, minutes=2):
    """New listings, first published some minutes ago."""
    made = [publish_download(store, title, 1900) for title in titles]
    then = timezone.now() - timedelta(minutes=minutes)
    Card.objects.filter(pk__in=[one.pk for one in made]).update(published_at=then)
    return made


@pytest.fixture
def follower(bob, store, listing):
    """Bob has followed the store for an hour, and its one listing is older."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    before = an_hour_ago - timedelta(hours=1)
    Card.objects.filter(pk=listing.pk).update(published_at=before)
    Listing.objects.filter(pk=listing.pk).update(first_published_at=before)
    listing.refresh_from_db()
    return FollowedStore.objects.create(user=bob, seller=store.seller, seen_until=an_hour_ago)


# --- pressing ------------------------------------------------------------------------------------


def test_pressing_twice_follows_once(client, bob, store, listing):
    client.force_login(bob)

    answers = [press(client, store, **SCRIPT).json()["is_done"] for _time in range(2)]

    assert answers == [True, True]
    assert FollowedStore.objects.get().seller_id == store.seller_id
    assert "Alice&#x27;s Fonts" in client.get("/account/stores/").text


def test_following_ends_by_the_same_button(client, bob, store, listing, follower):
    client.force_login(bob)

    press(client, store, {"off": "1"})

    assert not FollowedStore.objects.exists()
    assert "You follow no store" in client.get("/account/stores/").text


def test_a_visitor_signs_in_and_follows(client, bob, store, listing):
    answer = press(client, store, HTTP_REFERER=f"http://testserver{store.url}")

    assert answer.url == f"/accounts/login/?next={store.url.replace('/', '%2F')}"
    assert not FollowedStore.objects.exists()
    sign_in(client, bob)
    assert FollowedStore.objects.get().user == bob


def test_a_script_is_led_to_the_sign_in_as_well(client, store, listing):
    assert press(client, store, **SCRIPT).json() == {"next": "/accounts/login/?next=%2Fwishes%2F"}


def test_a_store_that_may_not_sell_looks_like_none(client, bob, store, listing):
    client.force_login(bob)
    store.seller.state = "suspended"
    store.seller.save()

    assert press(client, store).status_code == 404
    assert client.post("/account/stores/999999/").status_code == 404
    assert not FollowedStore.objects.exists()


def test_another_site_cannot_follow_for_somebody(client, bob, store, listing):
    client.force_login(bob)

    assert press(client, store, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not FollowedStore.objects.exists()


# --- who learns what -----------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_sign_in(client, db):
    assert client.get("/account/stores/").url == "/accounts/login/?next=/account/stores/"


def test_nobody_reads_or_ends_what_another_follows(client, carol, store, listing, follower):
    client.force_login(carol)

    page, personal = client.get("/account/stores/").text, client.get("/personal/").text
    press(client, store, {"off": "1"})

    assert "Alice" not in page
    assert 'data-kept=""' in personal
    assert FollowedStore.objects.count() == 1


def test_the_store_reads_a_number_and_no_name(client, alice, store, follower):
    client.force_login(alice)

    home = client.get("/admin/").text

    assert "<span>1</span> follower" in home
    assert "bob" not in home


def test_the_page_shows_the_number_once_it_says_nothing_of_single_people(client, store, listing):
    for number in range(following.SHOWN_FROM):
        assert "follower" not in client.get(store.url, {"v": number}).context["followers_label"]
        FollowedStore.objects.create(user=person(f"f{number}@example.com"), seller=store.seller)
        following.cache.clear()

    assert client.get(store.url).context["followers_label"] == "10 followers"


def test_a_kept_store_page_holds_nobodys_choice(client, bob, store, follower):
    client.force_login(bob)

    mine, visitors = client.get(store.url).text, Client().get(store.url).text

    for page in (mine, visitors):
        assert f'follow__button" data-mark="follow-{store.seller_id}">' in page
    assert "personal-marks" not in visitors
    assert f'data-kept="follow-{store.seller_id}"' in mine
    assert f'data-kept="follow-{store.seller_id}"' in client.get("/personal/").text


# --- news ----------------------------------------------------------------------------------------


def test_everything_new_comes_in_one_mail(store, bob, follower, mailoutbox):
    published(store, "Aster Mono", "Aster Slab")

    periodic.every_minute()
    periodic.every_minute()

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([bob.email], "New from Alice's Fonts")]
    assert "Aster Mono" in mailoutbox[0].body
    assert "Aster Slab" in mailoutbox[0].body
    assert "Aster Serif" not in mailoutbox[0].body


def test_an_edit_is_not_new(store, listing, follower, mailoutbox):
    listing.title = "Aster Serif, mended"
    listing.save_revision().publish()

    periodic.every_minute()

    assert mailoutbox == []


def test_what_was_taken_down_and_came_back_is_not_new(store, listing, follower, mailoutbox):
    first = listing.first_published_at
    listing.unpublish()
    listing.save_revision().publish()
    listing.refresh_from_db()

    assert listing.first_published_at == first
    assert Card.objects.get(pk=listing.pk).published_at == first


def test_a_day_passes_between_two_mails(store, follower, mailoutbox):
    published(store, "Aster Mono")
    periodic.every_minute()
    published(store, "Aster Slab", minutes=1.5)
    periodic.every_minute()
    assert len(mailoutbox) == 1

    FollowedStore.objects.update(mailed_at=timezone.now() - timedelta(hours=25))
    periodic.every_minute()

    assert len(mailoutbox) == 2
    assert "Aster Slab" in mailoutbox[1].body
    assert "Aster Mono" not in mailoutbox[1].body


def test_a_second_store_makes_no_second_mail_on_that_day(store, follower, bob, carol, mailoutbox):
    from products.storefronts import open_store

    other = open_store(carol, "Carol's Clay", "DE")
    other.save_revision().publish()
    FollowedStore.objects.create(user=bob, seller=other.seller, seen_until=follower.seen_until)
    published(store, "Aster Mono")
    periodic.every_minute()
    published(other, "A glaze", minutes=1.5)

    periodic.every_minute()

    assert len(mailoutbox) == 1


def test_what_was_just_published_waits_until_it_is_settled(store, follower, mailoutbox):
    published(store, "Aster Mono", minutes=-10)

    periodic.every_minute()

    assert mailoutbox == []
    assert list(news.people_with_news(timezone.now() + timedelta(minutes=12))) == [follower.user_id]


def test_who_said_no_gets_nothing_now_and_nothing_old_later(store, bob, follower, mailoutbox):
    notices.opt_out(bob.email, NEW_LISTINGS)
    published(store, "Aster Mono")
    periodic.every_minute()

    notices.choose(bob.email, NEW_LISTINGS, is_wanted=True)
    periodic.every_minute()

    assert mailoutbox == []


def test_a_mail_server_that_is_away_loses_nothing(store, follower, mailoutbox, monkeypatch):
    published(store, "Aster Mono")
    with monkeypatch.context() as broken:
        broken.setattr(news, "send_mail", away)
        periodic.every_minute()

    periodic.every_minute()

    assert len(mailoutbox) == 1


def away(*args):
    raise OSError("no mail leaves")


def test_two_workers_mail_once(store, bob, follower, mailoutbox):
    published(store, "Aster Mono")
    now = timezone.now()
    assert FollowedStore.claim(bob.pk, now, now + news.LEASE) == follower.pk

    assert news.tell_of_new_listings(bob.pk) is False
    assert mailoutbox == []
    FollowedStore.objects.update(mail_lease_until=now - timedelta(seconds=1))
    assert news.tell_of_new_listings(bob.pk) is True
    assert news.tell_of_new_listings(bob.pk) is False


def test_many_new_listings_are_counted_beyond_a_dozen(store, follower, mailoutbox):
    published(store, *[f"Thing {number}" for number in range(14)])

    periodic.every_minute()

    assert mailoutbox[0].body.count("Thing ") == 12
    assert "and 2 more" in mailoutbox[0].body

"""Forgetting a person: nothing of them is left but what tax law asks for, and the books still add up."""

import json
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts import erasure, exports, periodic
from accounts.models import DataExport, Erasure, Member, User
from cms.erased import is_erased
from cms.mail import send_mail
from orders.models import Order, Posting, StripeEvent
from products.models import Entitlement, Review
from tests.accounts.conftest import sign_in
from tests.accounts.leaving import after_the_days, erase, places_of
from tests.orders.buying import fetch_of, pay, place


@pytest.fixture
def order(proved, bob, listing, commits):
    return pay(proved, place(proved, listing), commits)


def test_nothing_of_the_person_is_left_in_any_table(proved, bob, order, listing, store, commits, post):
    order.business_name, order.tax_id = "Quillfeather Ltd", "DE999999999"
    order.save()
    Review.objects.create(listing=listing, author=bob, stars=5, text="Fine.", author_name="Bob Quillfeather")
    Member.objects.create(seller=store.seller, user=bob, role="support")
    ModelLogEntry.objects.log_action(bob, "wagtail.edit", user=bob)
    post(proved, reverse("data"), {})
    proved.post(reverse("notices"), {})
    file = DataExport.objects.get()

    words = ("bob@example.com", "quillfeather", "bobrik", "de999999999")
    before = places_of(*words)
    erase(bob, keeps_reviews=True)

    assert {"accounts_user", "orders_order", "products_review", "orders_stripeevent"} <= before
    assert places_of(*words) == set()
    periodic.every_minute()
    assert not file.storage.exists(file.file_name)
    assert Review.objects.get().author_name == "A former customer"


def test_orders_stay_nameless_and_the_books_add_up(proved, bob, order, client, alice):
    sums = list(Posting.objects.values("account").annotate(sum=Sum("amount")).order_by("account"))

    erase(bob)

    order.refresh_from_db()
    assert (order.total, order.state, order.country) == (2900, Order.State.PAID, "DE")
    assert is_erased(order.email) and order.buyer_id == bob.pk
    assert list(Posting.objects.values("account").annotate(sum=Sum("amount")).order_by("account")) == sums
    client.force_login(alice)
    page = client.get(reverse("orders:index")).content.decode()
    assert order.number in page and "€29.00" in page and "bob@" not in page


def test_an_issued_invoice_keeps_what_it_says_and_opens_for_nobody(proved, bob, order):
    address = reverse("order_invoice", args=[order.token])
    proved.post(address, {"buyer_name": "Bobrik Quillfeather", "buyer_address": "1 Elm Street"})

    erase(bob)

    order.invoice.refresh_from_db()
    assert order.invoice.buyer_name == "Bobrik Quillfeather"
    assert places_of("quillfeather") == {"orders_invoice"}
    assert proved.get(address).status_code == 404


def test_the_door_is_shut_and_goods_no_longer_open(proved, bob, order, client):
    held = order.items.get().entitlement

    erase(bob)

    assert proved.get(reverse("account"))["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session
    sign_in(client, User(email="bob@example.com"))
    assert "_auth_user_id" not in client.session
    held.refresh_from_db()
    assert held.state == Entitlement.State.ENDED
    assert client.post(fetch_of(order)).status_code in (302, 404, 410)
    assert not bob.has_usable_password() and not bob.groups.exists()


def test_the_history_says_deleted_account(bob, store):
    ModelLogEntry.objects.log_action(store.seller, "wagtail.edit", user=bob)

    erase(bob)

    assert ModelLogEntry.objects.for_instance(store.seller).get().user_display_name == "Deleted account"
    assert str(bob) == "Deleted account"


def test_no_mail_goes_there_any_more_but_the_last(bob, order, mailoutbox):
    erase(bob)
    order.refresh_from_db()
    last = mailoutbox[-1]

    sent = send_mail("receipt", order.email, {"order": order, "items": order.items.all()})

    assert (last.to, last.subject) == (["bob@example.com"], "Your account is deleted · Stoa")
    assert sent is False
    assert mailoutbox[-1] is last
    assert Erasure.objects.get().goodbye_to == ""


def test_whoever_comes_back_begins_anew(bob, order):
    erase(bob)

    anew = User.objects.guest("bob@example.com")

    assert anew.pk != bob.pk
    assert not anew.orders.exists() and not anew.entitlements.exists()


def test_reviews_are_deleted_or_nameless_as_chosen_and_the_rating_follows(bob, carol, listing):
    for person, stars in ((bob, 5), (carol, 1)):
        Review.objects.create(listing=listing, author=person, stars=stars, author_name="N")

    erase(bob)
    erase(carol, keeps_reviews=True)

    assert [(one.stars, one.author_name) for one in Review.objects.all()] == [(1, "A former customer")]
    listing.card.refresh_from_db()
    assert (listing.card.rating, listing.card.rating_count) == (1, 1)


def test_a_crash_in_the_middle_leaves_everything_and_the_next_minute_finishes(bob, order, monkeypatch):
    def crash(leaving):
        raise RuntimeError("power cut")

    erasure.ask(bob, False)
    with monkeypatch.context() as patched:
        patched.setattr("cms.personal.erase", crash)
        after_the_days()

    bob.refresh_from_db()
    order.refresh_from_db()
    assert (bob.email, bob.is_active, order.email) == ("bob@example.com", True, "bob@example.com")
    assert order.items.get().entitlement.is_open
    after_the_days()
    bob.refresh_from_db()
    assert is_erased(bob.email)


def test_a_last_mail_that_could_not_leave_is_sent_later(bob, monkeypatch, mailoutbox):
    def down(*args, **kwargs):
        raise OSError

    erasure.ask(bob, False)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "send_mail", down)
        after_the_days()
    Erasure.objects.update(done_at=timezone.now() - timedelta(minutes=2))
    mailoutbox.clear()

    periodic.every_minute()
    periodic.every_minute()

    assert [mail.to for mail in mailoutbox] == [["bob@example.com"]]


def test_done_twice_is_done_once(bob):
    erasure.ask(bob, False)
    Erasure.objects.update(due_at=timezone.now())
    pk = Erasure.objects.get().pk

    assert (erasure.finish(pk), erasure.finish(pk)) == (True, False)


def test_a_store_without_buyers_goes_with_its_owner(alice, listing, store):
    erase(alice)

    assert is_erased(alice.email)
    assert not User.objects.filter(sellers__isnull=False).exists()
    assert not type(store).objects.exists() and not type(listing).objects.exists()


def test_an_export_under_way_is_not_left_behind(bob):
    row = exports.ask(bob)
    erase(bob)

    periodic.every_minute()

    assert not DataExport.objects.exists()
    assert exports.make(row.pk) is False


def test_what_stripe_said_keeps_its_amounts(bob, order):
    erase(bob)

    paid = StripeEvent.objects.get(kind="checkout.session.completed").payload["data"]["object"]
    assert (paid["amount_total"], paid["metadata"]["order"]) == (2900, order.token)
    assert "bob@example.com" not in json.dumps(paid)

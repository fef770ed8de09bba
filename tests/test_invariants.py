"""The ten promises of docs/architecture.md, each by name."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Sum
from django.urls import reverse
from django.utils import timezone

from orders import checkout, refunds
from orders.models import Item, JournalEntry, Order, Posting, Refund
from orders.models.ledger import Frozen
from products import delivery
from products.models import Entitlement, Offer, Stock, Unavailable
from tests.conftest import publish_download
from tests.orders.conftest import offer, stripe_is, till

__all__ = ["offer", "stripe_is", "till"]  # fixtures


def names_imported(node):
    """The modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def give_back(till, order):
    item = order.items.get()
    with till.commits(execute=True):
        refunds.ask(item, item.amount, "", None)


def test_1_paid_if_and_only_if_entitled(till, bob, offer):
    def stand(order):
        order.refresh_from_db()
        held = Entitlement.objects.get(items__order=order)
        owed = Posting.objects.filter(entry__order=order, account="seller").aggregate(sum=Sum("amount"))[
            "sum"
        ]
        return order.state, held.state, owed

    waiting, sold = till.place(bob, offer), till.sell(bob, offer)
    lapsed = till.place(bob, offer)
    checkout.lapse(lapsed)
    returned = till.sell(bob, offer)
    give_back(till, returned)

    assert stand(waiting) == ("placed", "pending", None)
    assert stand(sold) == ("paid", "active", -2610)
    assert stand(lapsed) == ("lapsed", "ended", None)
    assert stand(returned) == ("paid", "ended", 0)


def test_1_a_settlement_that_breaks_changes_nothing(till, bob, offer, monkeypatch):
    order = till.place(bob, offer)
    till.pay(order)

    def broken(*args):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr("orders.checkout.cards.count_sale", broken)
    with pytest.raises(RuntimeError):
        checkout.settle(order)

    assert (Order.objects.get().state, Entitlement.objects.get().state) == ("placed", "pending")
    assert not JournalEntry.objects.exists()


def test_2_states_move_forward_only_and_once(till, bob, offer):
    order = till.sell(bob, offer)
    held = Entitlement.objects.get()

    assert not checkout.lapse(order)
    assert not delivery.activate(held)
    assert [delivery.withdraw(held), delivery.withdraw(held)] == [True, False]
    assert not delivery.activate(held)
    delivery.reserve_again(held)

    held.refresh_from_db()
    assert (Order.objects.get().state, held.state) == ("paid", "ended")


def test_3_delivery_is_repeatable(till, bob, offer):
    till.sell(bob, offer)
    first = Entitlement.objects.get()

    assert not delivery.deliver(first.pk)
    Entitlement.objects.update(delivered_at=None, activated_at=timezone.now() - timedelta(minutes=2))
    assert delivery.deliver(first.pk)

    again = Entitlement.objects.get()
    assert (again.state, again.quota, bool(again.delivered_at)) == ("active", first.quota, True)


def test_4_the_database_guards_what_is_scarce(till, bob, carol, store):
    last = publish_download(store, "Last", 900, stock=1).offers.get()
    till.place(bob, last)

    with pytest.raises(Unavailable):
        till.place(carol, last)

    assert not Stock.take(Offer.objects.get(pk=last.pk))
    assert Stock.objects.get().taken == 1


def test_5_the_ledger_is_append_only_and_every_entry_sums_to_zero(till, bob, offer):
    give_back(till, till.sell(bob, offer))

    sums = Posting.objects.values("entry", "currency").annotate(sum=Sum("amount"))

    assert [row["sum"] for row in sums] == [0, 0]
    with pytest.raises(Frozen):
        Posting.objects.first().delete()
    with pytest.raises(Frozen):
        JournalEntry.objects.first().save()


def test_6_what_was_sold_is_frozen(till, bob, offer, listing):
    till.sell(bob, offer)
    Offer.objects.update(name="Other", price=1)
    listing.title = "Another title"
    listing.save_revision().publish()

    item = Item.objects.get()

    assert (item.title, item.offer_name, item.amount) == ("Aster Serif", "Personal licence", 2900)
    assert item.revision.content["title"] == "Aster Serif"


def test_7_stripes_word_is_checked(till, bob, offer, caplog):
    order = till.place(bob, offer)
    till.pay(order)
    Order.objects.update(total=1)

    assert not checkout.settle(Order.objects.get())

    assert Order.objects.get().problem == "Stripe says 2900 EUR."
    assert "order.problem" in [record.message for record in caplog.records]


def test_8_rights_know_nothing_of_money():
    found = [
        path.name
        for path in Path(settings.BASE_DIR, "products").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if "orders" in {name.split(".")[0] for name in names_imported(node)}
    ]

    assert found == []


def test_9_money_is_never_left_unanswered(till, bob, carol, store, stripe_is):
    last = publish_download(store, "Last", 900, stock=1).offers.get()
    late = till.place(bob, last)
    checkout.lapse(late)
    till.sell(carol, last)
    till.pay(late)

    till.hear()

    late.refresh_from_db()
    assert (late.state, bool(late.late_refund_id), bool(late.told_at)) == ("returned", True, True)


def test_10_one_gate_opens_and_closes_everything(client, till, bob, carol, offer):
    order = till.sell(bob, offer)
    held = Entitlement.objects.get()
    file = held.files().get()
    fetch = reverse("download_file", args=[held.pk, file.pk])
    client.force_login(carol)
    assert not delivery.may_open(carol, held)
    assert client.post(fetch).status_code == 404

    client.force_login(bob)
    assert client.post(fetch).status_code == 302
    give_back(till, order)

    assert not delivery.may_open(bob, Entitlement.objects.get())
    assert client.post(fetch).status_code in (404, 410)
    assert Refund.objects.get().state == "done"


def test_what_a_column_holds_by_default_fits_into_it():
    """SQLite takes any length; PostgreSQL refuses the row."""
    made = [
        (field, field.get_default())
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.max_length and field.has_default()
    ]

    assert [str(field) for field, value in made if len(str(value)) > field.max_length] == []

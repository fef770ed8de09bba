"""The ledger is append-only and adds up; what does not is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from orders import audit, refunds
from orders.models import Item, JournalEntry, Order, Posting
from orders.models.ledger import Frozen, Line


@pytest.fixture
def sold(till, bob, offer):
    return till.sell(bob, offer)


def test_a_posting_is_neither_changed_nor_deleted(sold):
    posting = Posting.objects.first()
    posting.amount = 1

    with pytest.raises(Frozen):
        posting.save()
    with pytest.raises(Frozen):
        posting.delete()

    assert Posting.objects.get(pk=posting.pk).amount != 1


def test_an_entry_that_does_not_balance_is_refused(sold):
    with pytest.raises(Frozen):
        JournalEntry.post("sale", "forged", sold, [Line("stripe", 100), Line("fee", -99)])

    assert JournalEntry.objects.count() == 1


def test_the_same_thing_is_posted_once(sold):
    lines = [Line("stripe", 100), Line("fee", -100)]

    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.post("sale", f"sale-{sold.pk}", sold, lines)

    assert JournalEntry.objects.count() == 1


def test_right_books_add_up(till, sold):
    with till.commits(execute=True):
        refunds.ask(sold.items.get(), 1000, "", None)
    said = StringIO()

    call_command("check_ledger", stdout=said)

    assert said.getvalue().splitlines() == [
        "at Stripe: €19.00",
        "platform fee: -€1.90",
        "owed to seller: -€17.10",
        "The books add up.",
    ]


def test_wrong_books_are_named(sold):
    Order.objects.update(total=3000)
    Item.objects.update(refunded_amount=5)

    found = list(audit.problems())

    assert found == [
        f"Order {sold} is 3000, its sale is posted as 2900.",
        f"Item {sold.items.get().pk} says 5 refunded, its refunds say 0.",
    ]
    with pytest.raises(CommandError, match="do not add up"):
        call_command("check_ledger")

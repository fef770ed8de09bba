"""The money of an upgrade goes back, and what it was for: exactly, with all that was built on it."""

import pytest

from orders import audit, refunds
from orders.models import Refund, Upgrade
from products import delivery
from products.models import Entitlement, Offer, Stock
from tests.orders.test_refunds import at_stripe, refund, sums
from tests.orders.upgrading import edition, had, items_of, steps, up


def refund_all(till, order):
    item = order.items.get()
    refund(till, item, item.refundable)
    till.hear(duplicate=True, shuffle=True)
    till.minute()


def test_a_full_refund_brings_back_exactly_what_it_was(till, bob, program, team, mailoutbox):
    mailoutbox.clear()

    refund_all(till, team)

    assert had(bob) == ("active", "Personal", 3)
    assert steps(bob)[0] == ("Team", 6000)
    assert "you have “Personal” again" in mailoutbox[0].body
    assert sums() == {"stripe": 3000, "fee": -300, "seller": -2700}
    assert list(audit.problems()) == []


def test_a_refund_in_part_of_an_upgrade_leaves_it(till, bob, team):
    refund(till, team.items.get(), 2000)
    till.hear()

    assert had(bob) == ("active", "Team", 10)


def test_a_refund_of_the_first_purchase_takes_the_upgrades_with_it(till, bob, personal, studio):
    refund_all(till, personal)

    assert had(bob)[0] == "ended"
    assert [item.refundable for item in items_of(bob)] == [0, 0, 0]
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}
    assert Refund.objects.filter(state="done").count() == 3
    assert not Upgrade.objects.standing().exists()
    assert list(audit.problems()) == []


def test_so_does_one_that_is_made_at_stripe(till, bob, personal, team):
    at_stripe(personal)

    till.hear(duplicate=True, shuffle=True)
    till.minute()

    assert had(bob)[0] == "ended"
    assert sums()["stripe"] == 0


def test_of_a_chain_the_last_goes_alone(till, bob, studio):
    refund_all(till, studio)

    assert had(bob) == ("active", "Team", 10)
    assert [item.refundable for item in items_of(bob)] == [3000, 6000, 0]
    assert list(audit.problems()) == []


def test_of_a_chain_one_in_the_middle_takes_what_was_built_on_it(till, bob, team, studio):
    refund_all(till, team)

    assert had(bob) == ("active", "Personal", 3)
    assert [item.refundable for item in items_of(bob)] == [3000, 0, 0]
    assert sums()["stripe"] == 3000
    assert list(audit.problems()) == []


def test_one_in_the_middle_after_the_last_goes_further_down(till, bob, team, studio):
    refund_all(till, studio)
    refund_all(till, team)

    assert had(bob) == ("active", "Personal", 3)
    assert list(audit.problems()) == []


def test_what_fell_is_given_back_only_what_is_left_of_it(till, bob, personal, team):
    refund(till, team.items.get(), 2000)
    refund_all(till, personal)

    assert sum(row.amount for row in Refund.objects.filter(item=team.items.get())) == 6000
    assert sums()["stripe"] == 0


def test_upgraded_again_after_a_refund(till, bob, program, team):
    refund_all(till, team)

    till.sell(bob, up(program, "Studio", bob))

    assert had(bob) == ("active", "Studio", None)
    assert [item.amount for item in items_of(bob)] == [3000, 6000, 12000]
    assert list(audit.problems()) == []


def test_a_numbered_edition_keeps_its_number_taken(till, bob, program):
    Offer.objects.filter(name="Personal").update(stock=2)
    till.sell(bob, edition(program, "Personal"))

    team = till.sell(bob, up(program, "Team", bob))
    refund_all(till, team)

    assert Stock.objects.get().taken == 1


def test_the_books_tell_an_upgrade_that_its_right_knows_nothing_of(bob, team):
    Entitlement.objects.update(offer_name="Personal")

    assert list(audit.problems()) == [
        f"Item {team.items.get().pk} upgraded to Team, its right is of Personal."
    ]


def test_a_refund_that_is_asked_for_twice_is_one(till, bob, team):
    item = team.items.get()
    refund(till, item, 6000)

    with pytest.raises(refunds.CannotRefund):
        refund(till, item, 6000)


def test_a_refunded_upgrade_of_a_given_right_leaves_what_was_given(till, bob, program):
    delivery.grant(bob, edition(program, "Personal"))
    order = till.sell(bob, up(program, "Team", bob))

    refund_all(till, order)

    assert had(bob) == ("active", "Personal", 3)
    assert list(audit.problems()) == []

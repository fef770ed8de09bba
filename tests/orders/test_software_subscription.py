"""A program that is paid by the month: its key works while it is paid, and what it is told says so."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from docs import licence_client
from orders import refunds, steering
from orders.models import Item, Subscription
from products.kinds.software import offline
from products.kinds.software.checking import Asked, check, find, standing
from products.kinds.software.licence import Licence
from products.models import Entitlement, Offer
from sandbox.models import StoredObject
from tests.orders.subscribing import MONTH, after, at_stripe, card_becomes, subscribe
from tests.products.programs import TITLE, ask, publish_program

GRACE = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def program(store):
    rows = [Offer(name="By the month", price=900, quota=3, interval="month", terms={"months": 1})]
    return publish_program(store, offers=rows)


@pytest.fixture
def plan(till, bob, program):
    return subscribe(till, bob, program.offers.get())


@pytest.fixture
def held(plan):
    return Licence.objects.get()


def code(program, held, at=None):
    return check(Asked(program.pk, held.key), at or timezone.now()).code


def test_the_key_is_on_the_receipt_and_in_the_mail_with_its_term(client, bob, plan, held, mailoutbox):
    client.force_login(bob)
    receipt = client.get(reverse("order", args=[plan.orders.get().token])).content.decode()
    mail = next(one.body for one in mailoutbox if one.to == [bob.email])

    assert held.is_lasting
    assert held.ends_at == plan.paid_until + GRACE
    for said in (receipt, mail):
        assert held.key in said
        assert "works while your subscription runs; without another payment until" in said


def test_it_is_updated_while_it_runs_and_a_renewal_keeps_it_valid(client, till, program, plan, held):
    assert held.updates_until is None
    end = held.ends_at
    assert code(program, held, end) == "EXPIRED"

    after(till, MONTH)

    status, said = ask(client, "validate", program, held.key)
    held.refresh_from_db()
    assert held.ends_at > end
    assert (status, said["code"], said["licence"]["subscription"]) == (200, "VALID", True)
    assert said["licence"]["expires_at"] == held.ends_at.isoformat()
    assert code(program, held, end) == "VALID"


def test_a_program_asks_again_before_it_ends_and_no_file_outlives_it(program, plan, held):
    now = held.ends_at - timedelta(days=3)
    verdict = check(Asked(program.pk, held.key), now)
    row = find(Asked(program.pk, held.key))

    file = offline.file_of(row, "", now)

    said = json.loads(licence_client._raw(file.split(".")[1]))
    assert verdict.next_check_at(now) == held.ends_at
    assert (said["exp"], said["subscription"]) == (int(held.ends_at.timestamp()), True)


def test_a_payment_that_fails_keeps_it_for_the_grace_and_then_it_has_expired(till, program, plan, held):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    plan.refresh_from_db()
    assert plan.state == "past_due"
    assert code(program, held, held.ends_at - MINUTE) == "VALID"
    assert code(program, held, held.ends_at) == "EXPIRED"
    Subscription.objects.update(paid_until=timezone.now() - GRACE - MINUTE)
    StoredObject.objects.filter(kind="invoice", body__status="paid").delete()

    till.minute()

    assert Entitlement.objects.get().state == "ended"
    assert at_stripe(plan).status == "canceled"
    assert code(program, held) == "EXPIRED"


def test_what_is_cancelled_ends_with_the_period_and_says_expired(till, program, plan, held):
    with till.commits(execute=True):
        steering.cancel(plan, "expensive")
    till.hear()
    plan.refresh_from_db()
    assert code(program, held, plan.paid_until - MINUTE) == "VALID"

    after(till, MONTH)

    assert Entitlement.objects.get().state == "ended"
    assert code(program, held) == code(program, held, plan.paid_until) == "EXPIRED"


def test_a_refund_says_refunded(till, program, plan, held):
    with till.commits(execute=True):
        refunds.ask(Item.objects.get(), 900, "", None)
    till.hear()

    assert code(program, held) == "REFUNDED"


def test_what_the_shop_withdraws_says_so_and_what_is_paid_once_does_not_expire(program, held):
    row = find(Asked(program.pk, held.key))
    ended = {**row, "state": "ended"}

    assert standing({**ended, "end_reason": "withdrawn"}, timezone.now()) == "WITHDRAWN"
    assert standing({**ended, "is_lasting": False}, timezone.now()) == "WITHDRAWN"
    assert standing(ended, timezone.now()) == "EXPIRED"


def test_a_seller_is_told_to_leave_the_months_of_a_subscription_empty(program):
    assert "A subscription is updated while it runs: leave its months of updates empty." in [
        str(lack) for lack in program.problems()
    ]


def test_the_buy_box_and_the_catalogue_say_how_often_it_is_paid(client, program):
    page = client.get(program.url).content.decode()

    assert TITLE in page
    assert "a month" in page
